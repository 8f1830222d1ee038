// The notebook of an accident: its list, its steps, its journey to the insurer. Everything is on the disk before anything else.
import { get, listen } from "../notebook/books.js";
import { whose } from "../notebook/keys.js";
import { isWhole } from "../notebook/later.js";
import { drawList } from "../notebook/list.js";
import { drawStep, forget, revive } from "../notebook/open.js";
import { drawPhotos, drawProgress, forgetProgress } from "../notebook/photos.js";
import { send, start } from "../notebook/sending.js";
import { answersOf, countWaiting, shelf } from "../notebook/shelf.js";
import { fill, part, parts } from "../notebook/view.js";
import { day } from "../notebook/words.js";

const REST_BEFORE_ASKING_AGAIN = 5000;
const home = document.querySelector(".app-bar__back").href;
let drawing = Promise.resolve();
let isWaiting = false;
let redraw = () => {};
const go = (id, step) => { location.hash = `${id}/${step}`; };

export async function mount(root) {
  if (!("indexedDB" in window) || !crypto.subtle) return show(root, "unable");
  isWhole(root, go); // on its way while the list is drawn
  redraw = () => {
    if (isWaiting) return; // the drawing that has not begun will see it
    isWaiting = true;
    drawing = drawing.then(() => draw(root)).catch((error) => console.warn("carnet:", error));
  };
  part(root, "send").onclick = send;
  addEventListener("hashchange", () => {
    redraw();
    drawing.then(() => part(root, "title").focus());
  });
  for (const event of ["online", "offline"]) addEventListener(event, redraw);
  listen(({ piece, part: fraction, isErased }) => {
    if (piece) return drawProgress(piece, fraction);
    if (isErased) forget();
    redraw();
    send();
  });
  redraw();
  await drawing;
  start((said) => {
    if (said !== "sending") forgetProgress();
    drawSending(root, said);
    if (said === "done") redraw();
  });
}

async function draw(root) {
  isWaiting = false;
  const [id, step] = location.hash.slice(1).split("/");
  const row = id ? await get("notebooks", id) : null;
  const isMine = row && row.customer === await whose();
  const answers = isMine ? await answersOf(row).catch(() => null) : null;
  drawNetwork(root);
  await drawWaiting(root);
  if (id && !row && await revive(id)) return;
  part(root, "gone").hidden = !id || Boolean(row);
  if (!answers) {
    await drawList(show(root, "list"), (chosen) => { location.hash = chosen.id; });
    return head(root, root.dataset.title, home);
  }
  if (!(await soon(isWhole(root, go)))) {
    show(root, "late");
    head(root, root.dataset.title, "#");
    if (!(await isWhole(root, go))) return setTimeout(redraw, REST_BEFORE_ASKING_AGAIN);
  }
  if (row.finishedAt) return drawEnd(root, row, answers);
  const { step: shown, title, back } = await drawStep(show(root, "step"), row, step);
  if (shown !== step) history.replaceState(null, "", `#${id}/${shown}`); // an answer must not turn the page
  return head(root, title, back ? `#${id}/${back}` : "#");
}

/** What it gives, if it gives it before somebody wonders. */
const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 500))]);

/** Show one view and hide the others. */
function show(root, name) {
  for (const view of parts(root, "view")) view.hidden = view.dataset.view !== name;
  part(root, "place").hidden = name !== "step";
  return root.querySelector(`[data-view="${name}"]`);
}

function head(root, title, back) {
  const heading = part(root, "title");
  if (heading.textContent !== title) heading.textContent = title;
  document.querySelector(".app-bar__back").href = back;
}

/** Declared: where it is on its way, the photos with their receipts, and room for more. */
async function drawEnd(root, row, answers) {
  const view = show(root, "end");
  const isFiled = Boolean(row.receipt);
  part(view, "filed").hidden = !isFiled;
  part(view, "unfiled").hidden = isFiled;
  fill(view, { reference: row.reference, claim: row.receipt?.reference ?? "", at: isFiled ? day(new Date(row.receipt.filedAt)) : "" });
  if (isFiled) part(view, "follow").href = row.receipt.url;
  await drawPhotos(part(view, "photos"), row, answers);
  head(root, isFiled ? view.dataset.filed : view.dataset.unfiled, "#");
}

/** A button never goes away without network: its words change. */
function drawNetwork(root) {
  for (const element of parts(root, "online")) element.hidden = !navigator.onLine;
  for (const element of parts(root, "offline")) element.hidden = navigator.onLine;
}

async function drawWaiting(root) {
  const { mine } = await shelf();
  const count = await countWaiting(mine);
  part(root, "waiting").hidden = !count;
  part(root, "send").hidden = !count;
  part(root, "arrived").hidden = count > 0 || !mine.some((row) => row.sentVersion > 0);
  fill(root, { waiting: `${count}\u00a0élément${count > 1 ? "s" : ""}` });
}

function drawSending(root, said) {
  for (const words of parts(root, "said")) words.hidden = words.dataset.said !== said;
}

