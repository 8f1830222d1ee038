// The guided list: what helps for this claim, what is there, where each photo is on its way, and what it weighs.
import { FLAWS, total, weight } from "../photos/words.js";
import { piecesOf } from "./books.js";
import { isPieceWaiting } from "./delivery.js";
import { nameOf, rankOf, wanted } from "./journey.js";
import { stopPiece } from "./sending.js";
import { addPiece, hold, noteOf, removePiece } from "./shelf.js";
import { fill, part, template } from "./view.js";
import { hour } from "./words.js";

const OTHER = "other";
const SEVERAL = ["damage", OTHER]; // of the others, a better one takes the place of the first
const parts = new Map(); // the part of each piece that has left, while it leaves
const chosen = new Map(); // whether photos wait, as a thumb just said: a drawing begun before must not undo it

/** Draw the list in its section. */
export async function drawPhotos(section, row, answers) {
  const pieces = (await piecesOf(row.id)).sort((one, other) => one.rank - other.rank || one.addedAt - other.addedAt);
  const kinds = [...wanted(answers).map(({ kind }) => kind), OTHER];
  const lines = [];
  for (const kind of [...kinds, ...pieces.map(({ shot }) => shot)].filter((one, at, all) => all.indexOf(one) === at)) {
    const there = pieces.filter(({ shot }) => shot === kind);
    for (const piece of there) lines.push(await lineOf(piece, nameOf(kind)));
    if (kinds.includes(kind) && (!there.length || SEVERAL.includes(kind))) lines.push(wishOf(section, row, kind, nameOf(kind), there.length > 0));
  }
  part(section, "pieces").replaceChildren(...lines);
  const photos = pieces.filter(({ type }) => type === "image/jpeg");
  fill(section, { total: photos.length ? total(photos) : "" });
  const toggle = part(section, "hold");
  if (chosen.get(row.id) === row.isHeld) chosen.delete(row.id);
  toggle.checked = chosen.get(row.id) ?? row.isHeld;
  toggle.onchange = async () => {
    chosen.set(row.id, toggle.checked);
    await hold(row.id, toggle.checked);
    if (toggle.checked) stopPiece();
  };
  part(section, "holding").hidden = !pieces.some(isPieceWaiting);
}

async function lineOf(piece, name) {
  const line = template("piece");
  line.dataset.piece = piece.id;
  const note = await noteOf(piece).catch(() => ({}));
  fill(line, { name, weight: piece.size < piece.originalSize ? `${weight(piece.size)} au lieu de ${weight(piece.originalSize)}` : weight(piece.size),
    hint: piece.refusal ?? FLAWS[piece.flaw] ?? "" });
  if (note.thumbnail) {
    const image = line.querySelector("img");
    image.src = URL.createObjectURL(new Blob([Uint8Array.from(note.thumbnail)], { type: "image/jpeg" }));
    image.onload = () => URL.revokeObjectURL(image.src);
    image.hidden = false;
    part(line, "type").hidden = true;
  }
  drawState(line, piece);
  const removal = part(line, "remove");
  removal.hidden = Boolean(piece.receivedAt);
  removal.onclick = () => removePiece(piece);
  return line;
}

function drawState(line, piece) {
  const going = parts.get(piece.id);
  const state = piece.receivedAt ? "received" : piece.refusal ? "refused" : going === undefined ? "kept" : "going";
  for (const tag of line.querySelectorAll("[data-state]")) tag.hidden = tag.dataset.state !== state;
  if (state === "received") fill(line, { received: hour(new Date(piece.receivedAt)), fingerprint: piece.fingerprint });
  if (state === "going") fill(line, { part: Math.round(going * 100) });
}

/** Note how much of a piece has left, and show it where it is shown; null when it stopped. */
export function drawProgress(id, fraction) {
  if (fraction === null) parts.delete(id);
  else parts.set(id, fraction);
  for (const line of document.querySelectorAll(`[data-piece="${id}"]`)) drawState(line, { id });
}

export const forgetProgress = () => parts.clear();

/** What is still to be photographed, or one more of the same. */
function wishOf(section, row, kind, name, isMore) {
  const line = template("wish");
  fill(line, { name: isMore ? `Encore : ${name.toLowerCase()}` : name });
  const [input, label] = [line.querySelector("input"), line.querySelector("label")];
  line.dataset.kind = kind;
  input.id = `add-${section.dataset.photos}-${kind}`;
  label.htmlFor = input.id;
  input.onchange = async () => {
    const files = [...input.files];
    part(section, "fault").hidden = true;
    for (const file of files) {
      await addPiece(row.id, kind, rankOf(kind), file).catch((error) => tellFault(section, error));
    }
  };
  return line;
}

function tellFault(section, error) {
  console.warn("carnet:", error);
  const fault = part(section, "fault");
  fill(fault, { words: error.name === "QuotaExceededError"
    ? "Ce téléphone n’a plus de place : la photo n’est pas gardée ici. Libérez de la place, ou envoyez d’abord ce qui attend."
    : "Cette photo n’a pas pu être gardée. Reprenez-la, ou fermez les autres applications et réessayez." });
  fault.hidden = false;
  fault.scrollIntoView({ block: "center" });
}
