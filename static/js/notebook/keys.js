// Who can open what. The key of a customer comes from the insurer, cannot be read out of the browser, and leaves the phone at
// sign-out: what stays is then closed to everybody until that customer signs in again. Before the insurer could be asked, a
// key of the phone's own closes what is written; it is closed again with the customer's as soon as there is one.
import { all, change, get, piecesOf, put, remove, tell } from "./books.js";

const PATIENCE = 15_000;
const LOCAL = "local";
const PARTS = ["sealed", "note"]; // what rows hold closed
export const NOBODY = ""; // whose a notebook is when it was begun before anybody signed in on this phone
let present = null; // on a shared phone the key lives as long as the page

const toBytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

/** Whether the insurer named a customer since this page was opened. */
export const isSignedIn = () => Boolean(present);

/** Ask the insurer who is signed in: { customer, token, key }, null for nobody. Throws without network. */
export async function recognise() {
  const answer = await fetch("/carnet/session", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`session: ${answer.status}`);
  const { customer, secret, token, isShared } = await answer.json();
  if (!customer) return null;
  const key = await crypto.subtle.importKey("raw", toBytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  present = { customer, key };
  if (isShared) await remove("owners", "phone");
  else await put("owners", { id: "phone", customer, key });
  await closeAgain(customer, key);
  return { customer, token, key };
}

/** What was closed with the phone's own key is closed with the customer's. */
async function closeAgain(customer, key) {
  for (const store of ["notebooks", "pieces"]) {
    for (const row of await all(store)) if (row.customer === customer && row.sealedBy === LOCAL) await reseal(store, row, customer, key);
  }
}

async function reseal(store, row, customer, key) {
  const own = await localKey();
  const closed = {};
  for (const part of PARTS) if (row[part]) closed[part] = await seal(key, await unseal(own, row[part]));
  // Written meanwhile by another tab: it is closed again the next time.
  const isSame = (now) => PARTS.every((part) => now[part]?.iv.join() === row[part]?.iv.join());
  return change(store, row.id, (now) => (isSame(now) ? { customer, sealedBy: customer, ...closed } : {}));
}

/** Make a notebook that was begun before anybody signed in the customer's who says that it is theirs. */
export async function adopt(id) {
  const { customer, key } = await keyHolder();
  for (const piece of await piecesOf(id)) await reseal("pieces", piece, customer, key);
  await reseal("notebooks", await get("notebooks", id), customer, key);
  tell({ id });
}

const keyHolder = async () => present ?? get("owners", "phone");

/** Whose phone this is: who is signed in, else the customer whose proof it keeps, else who last was, else nobody. */
export async function whose() {
  return present?.customer ?? (await customerOfTheProof()) ?? (await get("owners", "phone"))?.customer ?? NOBODY;
}

async function customerOfTheProof() {
  for (const name of "caches" in self ? await caches.keys() : []) {
    const page = name.startsWith("proof-") && await (await caches.open(name)).match("/attestation", { ignoreSearch: true, ignoreVary: true });
    if (page) return page.headers.get("X-Customer-Key");
  }
  return null;
}

async function localKey() {
  const kept = await get("owners", LOCAL);
  if (kept) return kept.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await put("owners", { id: LOCAL, key });
  return key;
}

/** The key with which to close something of a customer: { sealedBy, key }. */
async function keyFor(customer) {
  const holder = await keyHolder();
  return holder?.customer === customer ? { sealedBy: customer, key: holder.key } : { sealedBy: LOCAL, key: await localKey() };
}

/** Close the parts of a row for a customer: { sealedBy, sealed, note }. */
export async function close(customer, parts) {
  const { sealedBy, key } = await keyFor(customer);
  const closed = { sealedBy };
  for (const [part, bytes] of Object.entries(parts)) closed[part] = await seal(key, bytes);
  return closed;
}

/** Open a part of a row. Throws when its customer is not signed in. */
export async function openRow(row, part = "sealed") {
  const holder = await keyHolder();
  if (row.sealedBy !== LOCAL && row.sealedBy !== holder?.customer) throw new Error("locked");
  return unseal(row.sealedBy === LOCAL ? await localKey() : holder.key, row[part]);
}

/** Lock what is here: nobody opens it before its customer signs in again. */
export async function lock() {
  present = null;
  await remove("owners", "phone");
}

async function seal(key, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, content) };
}

const unseal = (key, { iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
