// An open notebook: one step at a time, each answer on the disk as it is given.
import { get } from "./books.js";
import { drawErasing } from "./erasing.js";
import { lacking, next, nextAfter, path } from "./journey.js";
import { drawPhotos } from "./photos.js";
import { drawChoices, proposals, vehicles } from "./proposals.js";
import { drawReview } from "./review.js";
import { answersOf, Gone, keepAnswers, writeAgain } from "./shelf.js";
import { addPerson, fillForm, readForm, showAsked, wordsFor } from "./steps.js";
import { fill, part, parts, template } from "./view.js";

const SAVE_AFTER_MS = 250;
let timer = 0;
let unsaved = null; // what was typed and is not on the disk yet
const revived = new Map(); // the notebook that took the place of another
let openId = "";
let saving = Promise.resolve();
let kept = {}; // the answers of what is open: what is asked in a step may depend on the others
let typed = 0; // how many times something was: a drawing begun before must not undo it

/** Make the forms of the view alive; `go(id, step)` opens a step. */
export function prepare(view, go) {
  for (const form of parts(view, "step")) {
    const { step } = form.dataset;
    form.addEventListener("input", ({ target }) => target.name && target.type !== "file" && saveSoon(view, form, step));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { submitter } = event;
      if (submitter?.name === "more") addPerson(form, step, submitter.value);
      else pass(view, form, step, go);
    });
  }
  for (const day of view.querySelectorAll('input[type="date"]')) day.removeAttribute("max"); // of the day when the page was kept
  const when = view.querySelector('[data-step="when"]');
  part(when, "just-now").onclick = () => justNow(view, when);
  // The camera may kill the page: what is typed is written as soon as the page is left, for whatever reason.
  for (const event of ["pagehide", "visibilitychange"]) addEventListener(event, () => saveNow(), { capture: true });
}

/** Show a step of a notebook, or its review; an address that names none leads to the first that wants an answer. */
export async function drawStep(view, row, wanted) {
  await saveNow();
  const before = typed;
  openId = row.id;
  const answers = await answersOf(await get("notebooks", row.id));
  const way = path(answers);
  const step = way.includes(wanted) ? wanted : next(answers);
  const place = way.indexOf(step);
  const bar = view.parentElement.querySelector("[data-place]");
  fill(bar, { reference: row.reference, place: place + 1, total: way.length });
  part(bar, "bar").replaceChildren(...way.map((_, at) => partOfBar(at <= place)));
  const cars = await vehicles();
  drawChoices(view.querySelector('[data-step="contract"]'), cars);
  for (const form of parts(view, "step")) form.hidden = form.dataset.step !== step;
  if (step !== "review" && typed === before) drawForm(view.querySelector(`[data-step="${step}"]`), row, answers, cars);
  if (step === "pieces") await drawPhotos(part(view, "photos"), row, answers);
  drawErasing(view, row);
  const review = part(view, "review");
  review.hidden = step !== "review";
  if (step === "review") drawReview(review, view, row, answers);
  return { step, title: step === "review" ? review.dataset.title : titleOf(view, step, answers), back: way[place - 1] ?? "" };
}

export const titleOf = (view, step, answers) => wordsFor(view.querySelector(`[data-step="${step}"]`).dataset.titles, answers);

function partOfBar(isDone) {
  const piece = template("part");
  piece.classList.toggle("steps__part--done", isDone);
  return piece;
}

function drawForm(form, row, answers, cars) {
  const { step } = form.dataset;
  const given = answers[step] ?? proposals(step, answers, cars);
  kept = answers;
  fillForm(form, step, given);
  showAsked(form, step, { ...answers, [step]: given });
  tellFaults(form, row.faults?.[step] ?? {});
}

function saveSoon(view, form, step) {
  clearTimeout(timer);
  typed += 1;
  unsaved = { id: openId, step, values: readForm(form, step) };
  timer = setTimeout(saveNow, SAVE_AFTER_MS);
  showAsked(form, step, { ...kept, [step]: unsaved.values });
}

/** Write what was typed; done once everything typed before is on the disk too. */
function saveNow() {
  clearTimeout(timer);
  const saved = unsaved;
  unsaved = null;
  if (saved) saving = saving.then(() => save(saved)).catch((error) => tellUnsaved(error));
  return saving;
}

async function save({ id, step, values }) {
  kept = { ...kept, [step]: values };
  try {
    await keepAnswers(id, step, values);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    const again = await revive(id);
    if (again) await keepAnswers(again, step, values);
  }
}

/** The browser erased a notebook: it is written again, once, from what the page holds of it. Null when it holds nothing. */
export function revive(id) {
  if (!revived.has(id) && id === openId && Object.keys(kept).length) {
    revived.set(id, writeAgain(kept).then((row) => {
      location.hash = row.id;
      return row.id;
    }));
  }
  return revived.get(id) ?? null;
}

/** Hold nothing any more: it was erased because somebody asked. */
export function forget() {
  kept = {};
  openId = "";
  unsaved = null;
}

/** Nothing is silent: the phone could not write. */
function tellUnsaved(error) {
  console.warn("carnet:", error);
  document.querySelector("[data-unsaved]").hidden = false;
}

async function pass(view, form, step, go) {
  unsaved = { id: openId, step, values: readForm(form, step) };
  await saveNow();
  const row = await get("notebooks", openId);
  if (!row) return; // written again elsewhere: the page is on its way there
  const answers = await answersOf(row);
  const missing = lacking(step, answers).map(({ name }) => name).filter((name) => isAnswerable(form, name));
  tellFaults(form, Object.fromEntries(missing.map((name) => [name, form.closest("[data-required]").dataset.required])));
  if (missing.length) return form.querySelector(".field--wrong").querySelector("input, textarea, select").focus();
  return go(openId, nextAfter(step, answers));
}

/** Vehicles and drivers that this phone does not know yet cannot be chosen: that step is come back to. */
const isAnswerable = (form, name) => Boolean(form.querySelector(`[data-field~="${name}"]`)?.querySelector("input, textarea, select"));

/** Say beside each field what is wrong with it. */
function tellFaults(form, faults) {
  for (const field of parts(form, "field")) {
    const words = field.dataset.field.split(" ").map((name) => faults[name]).find(Boolean);
    part(field, "fault")?.remove();
    field.classList.toggle("field--wrong", Boolean(words));
    if (!words) continue;
    const fault = template("fault");
    fill(fault, { words });
    field.append(fault);
    for (const folded of field.querySelectorAll("details")) folded.open = true;
  }
}

function justNow(view, form) {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  form.elements.namedItem("when-occurred_on").value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  form.elements.namedItem("when-occurred_at").value = `${two(now.getHours())}:${two(now.getMinutes())}`;
  saveSoon(view, form, "when");
}
