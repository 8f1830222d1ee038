// Files of a form, sent as soon as they are chosen: made small, one after another, each with its progress and its receipt. The
// form then names them instead of carrying them, and leaves once the last one is there.
import { rowFor } from "../photos/row.js";
import { shrink } from "../photos/shrink.js";
import { formOf, postUntilHeard } from "../photos/upload.js";
import { hour, total } from "../photos/words.js";

const LOST = "Ce fichier n’a pas pu être reçu. Retirez-le, puis reprenez-le.";
const SIGNED_OUT = "Votre session est terminée : reconnectez-vous, puis reprenez ce fichier.";

export function mount(field) {
  const form = field.closest("form");
  const list = field.querySelector("[data-files]");
  const waiting = new Set();
  const photos = new Map();
  let journey = Promise.resolve();
  let submitter = null;

  const tellSum = () => {
    list.hidden = !list.children.length;
    field.querySelector("[data-total]").textContent = photos.size ? total([...photos.values()]) : "";
  };

  const add = (file) => {
    const row = rowFor(field.querySelector("template[data-file]"), file);
    list.append(row.element);
    waiting.add(row);
    row.onRemove(() => {
      waiting.delete(row);
      photos.delete(row);
      row.element.remove();
      tellSum();
      leaveIfAsked();
    });
    tellSum();
    journey = journey.then(() => send(row, file)).catch(() => refuse(row, LOST)).then(leaveIfAsked);
  };

  const send = async (row, file) => {
    const isGone = () => !waiting.has(row);
    if (isGone()) return;
    const made = await shrink(file);
    row.describe(made);
    if (made.type === "image/jpeg") photos.set(row, { size: made.bytes.byteLength, originalSize: made.originalSize });
    tellSum();
    const name = made.type === "image/jpeg" ? file.name.replace(/(\.\w+)?$/, ".jpg") : file.name;
    const sent = formOf(made.bytes, made.type, name, made.shot, { client_key: crypto.randomUUID() });
    const { status, said } = await postUntilHeard(field.dataset.upload, sent, form.elements.csrf_token.value,
      (part) => (part === null ? row.say("kept") : row.say("going", Math.round(part * 100))), isGone);
    if (isGone()) return;
    if (status < 300) receive(row, said);
    else refuse(row, said.words ?? (status === 401 ? SIGNED_OUT : LOST));
  };

  const receive = (row, receipt) => {
    waiting.delete(row);
    row.say("received", hour(new Date(receipt.received_at)));
    row.fingerprint(receipt.fingerprint);
    const named = document.createElement("input");
    Object.assign(named, { type: "hidden", name: field.dataset.attached, value: receipt.id });
    row.element.append(named);
  };

  const refuse = (row, words) => {
    waiting.delete(row);
    row.say("refused");
    row.hint(words);
    submitter = null; // somebody must read it first
  };

  const leaveIfAsked = () => {
    if (!submitter || waiting.size) return;
    form.dispatchEvent(new Event("htmx:finally:request")); // the first tap is over (double-submit.js)
    form.requestSubmit(submitter);
  };

  for (const input of field.querySelectorAll('input[type="file"]')) {
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = ""; // the form must not carry the originals too
      files.forEach(add);
    });
  }
  form.addEventListener("submit", (event) => {
    if (!waiting.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    submitter = event.submitter;
    submitter?.setAttribute("aria-busy", "true");
  }, { capture: true });
  addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
}
