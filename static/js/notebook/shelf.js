// The notebooks of this phone as its owner sees them: several side by side, each written as it is answered.
import { shrink } from "../photos/shrink.js";
import { all, change, get, piecesOf, put, remove, tell } from "./books.js";
import { isPieceWaiting, isTextWaiting } from "./delivery.js";
import { close, NOBODY, openRow, whose } from "./keys.js";
import { readText, toBytes } from "./text.js";

const LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"; // read aloud without doubt
const RECENT = 24 * 3600 * 1000;

/** Those of whoever holds this phone, those begun before anybody signed in, and how many are closed. */
export async function shelf() {
  const [rows, me] = [await all("notebooks"), await whose()];
  const newest = rows.sort((one, other) => other.touchedAt - one.touchedAt);
  return {
    mine: newest.filter((row) => row.customer === me),
    unclaimed: me === NOBODY ? [] : newest.filter((row) => row.customer === NOBODY),
    locked: me === NOBODY ? newest.filter((row) => row.customer !== NOBODY).length : 0,
    isSomebody: me !== NOBODY,
  };
}

/** Begin a notebook, with a reference made here: P-7K3M-92. */
export async function begin() {
  const customer = await whose();
  const now = Date.now();
  const row = { id: crypto.randomUUID(), customer, reference: newReference(), startedAt: now, touchedAt: now, version: 1,
    sentVersion: 0, finishedAt: null, receipt: null, refusal: null, faults: null, isHeld: false, ...(await close(customer, { sealed: toBytes({}) })) };
  await put("notebooks", row);
  navigator.storage?.persist?.().catch(() => {});
  tell({ id: row.id });
  return row;
}

function newReference() {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(6)), (one) => LETTERS[one % LETTERS.length]).join("");
  return `P-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The notebook in which what was just read belongs: the last one, if it is of today and not filed; else a new one. */
export async function current() {
  const [last] = (await shelf()).mine.filter((row) => !row.finishedAt);
  const isUsable = last && Date.now() - last.touchedAt < RECENT && await answersOf(last).then(() => true, () => false);
  return isUsable ? last : begin();
}

export const answersOf = async (row) => readText(await openRow(row));

/** What the browser erased under an open page is written again, in a notebook of its own, from what the page still holds. */
export async function writeAgain(answers) {
  const { id } = await begin();
  return oneByOne(id, async (row) => write(row, await close(row.customer, { sealed: toBytes(answers) })));
}

/** Write the answers of one step. Two tabs write one after the other, each on what the other left. Throws `Gone`. */
export const keepAnswers = (id, step, values) => oneByOne(id, async (row) => {
  const answers = await answersOf(row);
  if (JSON.stringify(answers[step]) === JSON.stringify(values)) return row;
  return write(row, await close(row.customer, { sealed: toBytes({ ...answers, [step]: values }) }));
});

const write = (row, changes) =>
  change("notebooks", row.id, (now) => ({ ...changes, version: now.version + 1, touchedAt: Date.now(), refusal: null }));

/** The browser erased the notebook: a person, or a phone that lacked room. */
export class Gone extends Error {}

async function oneByOne(id, action) {
  const act = async () => {
    const row = await get("notebooks", id);
    if (!row) throw new Gone(id);
    return action(row);
  };
  const row = await (navigator.locks ? navigator.locks.request(`carnet-${id}`, act) : act());
  tell({ id });
  return row;
}

/** Keep a photo or a paper: made small, closed, on the disk. Throws when the phone has no room left. */
export async function addPiece(id, shot, rank, file) {
  const made = await shrink(file);
  const sha256 = hex(await crypto.subtle.digest("SHA-256", made.bytes));
  const { customer } = (await get("notebooks", id)) ?? {};
  if (customer === undefined) throw new Gone(id);
  const thumbnail = made.thumbnail ? Array.from(new Uint8Array(made.thumbnail)) : null;
  const piece = { id: crypto.randomUUID(), notebook: id, customer, shot, rank, type: made.type, size: made.bytes.byteLength,
    originalSize: made.originalSize, sha256, flaw: made.flaw, addedAt: Date.now(), receivedAt: null, fingerprint: null, refusal: null,
    ...(await close(customer, { sealed: made.bytes, note: toBytes({ name: nameOf(file, made.type), taken: made.shot, thumbnail }) })) };
  await put("pieces", piece);
  await oneByOne(id, (row) => write(row, {}));
  return piece;
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");
const nameOf = (file, type) => (type === "image/jpeg" ? file.name.replace(/\.\w+$/, "") + ".jpg" : file.name);

/** Take back a piece that has not left. */
export async function removePiece(piece) {
  await remove("pieces", piece.id);
  await oneByOne(piece.notebook, (row) => write(row, {}));
}

export const noteOf = async (piece) => readText(await openRow(piece, "note"));

/** The customer declares: from now on it leaves by itself. */
export const finish = (id) => oneByOne(id, (row) => change("notebooks", row.id, { finishedAt: Date.now(), faults: null, notice: null }));

/** Photos wait for a Wi-Fi, or not any more. */
export const hold = (id, isHeld) => oneByOne(id, (row) => change("notebooks", row.id, { isHeld }));

/** Erase a notebook, as somebody asked: the pages that show it are told first, and do not write it again. */
export async function erase(id) {
  tell({ id, isErased: true });
  for (const { id: piece } of await piecesOf(id)) await remove("pieces", piece);
  await remove("notebooks", id);
  tell({ id });
}

/** How many things of these notebooks the insurer does not have yet. */
export async function countWaiting(rows) {
  let count = 0;
  for (const row of rows) count += (isTextWaiting(row) ? 1 : 0) + (await piecesOf(row.id)).filter(isPieceWaiting).length;
  return count;
}
