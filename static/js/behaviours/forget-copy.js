// A form that ends the stay on this phone: the copy is erased before the form leaves.
import { forgetSaved } from "../saved.js";

export function mount(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.forgotten) return;
    event.preventDefault();
    await forgetSaved().catch(() => {});
    form.dataset.forgotten = "yes";
    form.requestSubmit(event.submitter);
  });
}
