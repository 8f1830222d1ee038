// How notebooks leave: the words first, then the act of filing, then the pieces one by one, each acknowledged. Any step may be
// done twice: the insurer knows each thing by the name that this phone gave it.
import { formOf } from "../photos/upload.js";
import { all, change, get, piecesOf, tell } from "./books.js";
import { openRow, recognise } from "./keys.js";
import { readText } from "./text.js";

const PATIENCE = 20_000;
const PATIENCE_FOR_A_PIECE = 300_000; // 400 KB at 20 kbit/s

export const isTextWaiting = (row) => !row.refusal && (row.version > row.sentVersion || Boolean(row.finishedAt && !row.receipt));
export const isPieceWaiting = (piece) => !piece.receivedAt && !piece.refusal;

/** One at a time on this phone, tabs and worker together. */
const alone = (name, action) => (navigator.locks
  ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? action() : "busy")) : action());

/** Send what waits, as far as it goes: "done", "offline", "signed-out", "later" (the insurer cannot now), "busy". */
export async function deliver(post = postPiece) {
  const said = await deliverTexts();
  return said === "done" ? alone("carnet-pieces", () => eachOfMine((row, who) => sendPieces(row, who, post))) : said;
}

/** The words and the acts alone: they never wait behind a photo. */
export const deliverTexts = () => alone("carnet-texts", () => eachOfMine(sendText));

async function eachOfMine(action) {
  let who = null;
  try {
    who = await recognise();
  } catch {
    return "offline";
  }
  if (!who) return "signed-out";
  const mine = (await all("notebooks")).filter((row) => row.customer === who.customer);
  for (const row of mine.sort((one, other) => one.startedAt - other.startedAt)) {
    const said = await action(row, who);
    if (said) return said;
  }
  return "done";
}

async function sendText(row, who) {
  while (row && isTextWaiting(row)) {
    const said = await (row.version > row.sentVersion ? sendAnswers(row, who) : file(row, who));
    if (said) return said;
    row = await get("notebooks", row.id);
  }
  return null;
}

async function sendAnswers(row, who) {
  const answers = readText(await openRow(row));
  const pieces = (await piecesOf(row.id)).map(({ id, shot, size, sha256, addedAt }) => ({ id, shot, size, sha256, addedAt: instant(addedAt) }));
  const body = { reference: row.reference, version: row.version, startedAt: instant(row.startedAt),
    savedAt: instant(row.touchedAt), phoneTime: instant(Date.now()), answers, pieces };
  return settle(row.id, await call(who, "PUT", pathOf(row.id), JSON.stringify(body), "application/json"),
    (said) => change("notebooks", row.id, { sentVersion: row.version, sentAt: said.receivedAt, faults: said.faults ?? null }),
    (words) => change("notebooks", row.id, { refusal: words }));
}

async function file(row, who) {
  const body = JSON.stringify({ phoneTime: instant(Date.now()), finishedAt: instant(row.finishedAt) });
  return settle(row.id, await call(who, "POST", `${pathOf(row.id)}/envoi`, body, "application/json"),
    (said) => change("notebooks", row.id, { receipt: said }),
    (words, said) => change("notebooks", row.id, { finishedAt: null, faults: said.faults ?? null, notice: words }));
}

async function sendPieces(row, who, post) {
  const waiting = (await piecesOf(row.id)).filter(isPieceWaiting);
  for (const { id } of waiting.sort((one, other) => one.rank - other.rank || one.addedAt - other.addedAt)) {
    const piece = await get("pieces", id);
    if (!piece || !isPieceWaiting(piece) || (await get("notebooks", row.id))?.isHeld) continue;
    const { taken, name } = readText(await openRow(piece, "note"));
    const form = formOf(await openRow(piece), piece.type, name, taken, { shot: piece.shot });
    const said = await settle(row.id, await post(who, piece, form),
      (receipt) => change("pieces", id, receipt.sha256 === piece.sha256
        ? { receivedAt: receipt.receivedAt, fingerprint: receipt.fingerprint, sealed: null } : {}),
      (words) => change("pieces", id, { refusal: words }));
    if (said) return said;
  }
  return null;
}

const pathOf = (id) => `/sinistres/carnets/${id}`;
export const pathOfPiece = (piece) => `${pathOf(piece.notebook)}/pieces/${piece.id}`;
const postPiece = (who, piece, form) => call(who, "POST", pathOfPiece(piece), form, null, PATIENCE_FOR_A_PIECE);
const instant = (milliseconds) => new Date(milliseconds).toISOString();

/** Ask, and return { status, said }; status 0 when nobody answered. */
async function call(who, method, path, body, type, patience = PATIENCE) {
  const headers = { Accept: "application/json", "X-CSRFToken": who.token, ...(type ? { "Content-Type": type } : {}) };
  try {
    const answer = await fetch(path, { method, body, headers, redirect: "manual", signal: AbortSignal.timeout(patience) });
    if (answer.type === "opaqueredirect") return { status: 401, said: {} };
    return { status: answer.status, said: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, said: {} };
  }
}

/** Write what came of a request; say why the rest must wait, null when it need not. */
async function settle(id, { status, said }, keep, refuse) {
  if (status < 0) return null; // stopped by its owner
  if (status === 0) return "offline";
  if (status === 401) return "signed-out";
  if (status >= 500 || status === 429 || status === 400) return "later"; // 400: the session changed since it was asked
  await (status < 300 ? keep(said) : refuse(said.words ?? `L’envoi a été refusé (${status}).`, said));
  tell({ id });
  return null;
}
