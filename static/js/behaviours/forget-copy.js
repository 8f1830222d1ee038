// A form that ends the stay on this phone: the copy is erased before the form leaves. When a notebook of an accident is not
// sent yet, its owner first says what becomes of it.
import { forgetSaved } from "../saved.js";

export function mount(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.forgotten) return;
    event.preventDefault();
    const choice = await chooseForNotebooks(form).catch(() => "leave");
    if (choice === "stay") return;
    await forgetSaved().catch(() => {});
    form.dataset.forgotten = "yes";
    form.requestSubmit(event.submitter);
  });
}

/** "leave" when there is nothing to choose, else "keep", "erase" or "stay". */
async function chooseForNotebooks(form) {
  if (!(await hasNotebooks())) return "leave";
  const { countUnsent, eraseUnsent, keepClosed } = await import("../notebook/leaving.js");
  const count = await countUnsent();
  if (!count) return "leave";
  const choice = await ask(count);
  if (choice === "erase") await eraseUnsent();
  if (choice === "keep") {
    await keepClosed();
    form.elements.namedItem("carnet").value = "garde";
  }
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
