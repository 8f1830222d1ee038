// « Lire les siennes »: the other driver's code through the camera or in a photo, else typed. It fills the fields, which are
// kept in the notebook with the words that were read.
import { addPiece, current, keepAnswers } from "../notebook/shelf.js";
import { understand } from "../roadside/reading.js";
import { readCode, watch } from "../roadside/scanning.js";

const FIELDS = ["name", "plate", "insurer", "contract", "phone", "address", "vehicle"];
const PHOTO_RANK = 50; // after the plates and the damage

export function mount(section) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  const field = (name) => section.querySelector(`[name="${name}"]`);
  const say = (words) => { part("said").textContent = words; };
  const hasCamera = Boolean(navigator.mediaDevices?.getUserMedia);
  let isWatching = false;

  const fill = async (text) => {
    const found = await understand(text, section.dataset.insurer);
    for (const name of FIELDS) if (found[name]) field(name).value = found[name];
    field("text").value = text;
    const count = Object.keys(found).length;
    say(count ? "Code lu. Vérifiez avec lui, et complétez." : "Code lu, mais il vient d’ailleurs : son texte est gardé, complétez les champs avec le conducteur.");
  };

  const scan = async () => {
    isWatching = true;
    part("scan").hidden = true;
    part("view").hidden = false;
    say("Visez le code de l’autre téléphone.");
    try {
      const text = await watch(part("view").querySelector("video"), () => !isWatching);
      if (text) await fill(text);
    } catch {
      say("L’appareil photo ne s’ouvre pas ici. Photographiez le code, ou écrivez ses informations.");
    }
    stop();
  };

  const stop = () => {
    isWatching = false;
    part("view").hidden = true;
    part("scan").hidden = !hasCamera;
  };

  const readPhoto = async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    say("Lecture de la photo…");
    const text = await createImageBitmap(file).then(readCode).catch(() => null);
    if (text) return fill(text);
    await current().then(({ id }) => addPiece(id, "other", PHOTO_RANK, file))
      .then(() => say("Pas de code lisible : la photo est gardée dans votre carnet. Complétez ici si vous pouvez."))
      .catch(() => say("Pas de code lisible, et ce téléphone n’a pas pu garder la photo. Écrivez ses informations."));
    target.value = "";
  };

  const keep = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...FIELDS, "text"].map((name) => [name, field(name).value.trim()]));
    if (!Object.values(values).some(Boolean)) return say("Écrivez au moins son nom, sa plaque ou son assureur.");
    try {
      const notebook = await current();
      await keepAnswers(notebook.id, "exchange", values);
      part("kept").querySelector("a").href = `/carnet#${notebook.id}`;
      part("kept").querySelector("strong").textContent = notebook.reference;
      part("kept").hidden = false;
      say("");
    } catch {
      say("Ce téléphone n’a pas pu garder ces informations : notez-les, ou photographiez-les.");
    }
  };

  part("scan").hidden = !hasCamera;
  part("scan").addEventListener("click", scan);
  part("stop").addEventListener("click", () => {
    stop();
    say("");
  });
  part("photo").addEventListener("change", readPhoto);
  section.querySelector("form").addEventListener("submit", keep);
  addEventListener("pagehide", stop);
  section.hidden = false;
}
