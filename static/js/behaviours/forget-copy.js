// A form that ends the stay on this phone: the copy is erased before the form leaves. When a notebook of an accident is not
// sent yet, its owner first says what becomes of it.
import { forgetSaved } from "../saved.js";

export function mount(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.forgotten) return;
    event.preventDefault();
    const choice = await chooseForNotebooks(form).catch(() => "unasked");
    if (choice === "stay") return;
    await forgetSaved().catch(() => {});
    form.dataset.forgotten = "yes";
    form.requestSubmit(event.submitter);
  });
}

/** "leave" when there is nothing to choose, else "keep", "erase" or "stay". What the phone keeps of others stays in any case. */
async function chooseForNotebooks(form) {
  const says = (words) => { form.elements.namedItem("carnet").value = words; };
  says("non");
  if (!(await hasNotebooks())) return "leave";
  says(""); // until it is known: the worker then keeps what there is
  const { countUnsent, eraseMine, hasOthers, keepClosed, leave } = await import("../notebook/leaving.js");
  const count = await countUnsent();
  const choice = count ? await ask(count) : "leave";
  if (choice === "stay") return choice;
  if (choice === "keep") await keepClosed();
  else await eraseMine();
  says(choice === "keep" ? "garde" : (await hasOthers()) ? "autre" : "non");
  await leave();
  return choice;
}

/** Whether this phone has books of notebooks; asking makes none. */
const hasNotebooks = () => new Promise((resolve) => {
  const asked = indexedDB.open("carnet");
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onsuccess = () => {
    asked.result.close();
    resolve(true);
  };
  asked.onerror = () => resolve(false);
});

function ask(count) {
  const dialog = document.getElementById("unsent");
  dialog.querySelector("[data-count]").textContent = `${count}\u00a0élément${count > 1 ? "s" : ""}`;
  dialog.returnValue = "stay";
  for (const button of dialog.querySelectorAll("[data-choice]")) button.onclick = () => dialog.close(button.dataset.choice);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue || "stay"), { once: true }));
}
