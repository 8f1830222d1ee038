// Says whether the copy is on this phone, and since when.
import { inWords, savedAt } from "../saved.js";

export async function mount(element) {
  const tell = async () => {
    const date = await savedAt();
    if (date) element.textContent = `Enregistrée sur ce téléphone, vérifiée le ${inWords(date)}.`;
  };
  navigator.serviceWorker?.addEventListener("message", tell);
  await tell();
}
