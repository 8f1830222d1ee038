// What the phone keeps. `shell-…`: the files of one build. `proof-<customer>-<version>`: one customer's attestation,
// whole or not at all. `keys`: the public keys that check proofs. `notes`: an order given without network. `kit-…`: the
// pages of an accident (kit.js). Nothing else.
const SHELL = `shell-${self.BUILD}`;
const PROOF = "proof-";
const KEYS = "keys";
const NOTES = "notes";
const PAGE = "/attestation";
const OFFLINE = "/hors-ligne";
const LOOSE = { ignoreSearch: true, ignoreVary: true };

let erasures = 0; // a copy being made while an order to erase comes must not outlive it
let changes = 0; // how many times the kept copy stopped being the one that was shown
const shown = new Map(); // the page that a copy was given to, and `changes` at that moment
let refreshing = null; // the look at the insurer that goes with it

self.addEventListener("install", (event) => {
  self.skipWaiting();
  // A page that the browser kept a while names the files of an older build: pages are asked for again.
  const asked = self.SHELL.map((url) => new Request(url, { cache: url.startsWith("/static/") ? "default" : "reload" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(asked)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  const { type, key, version } = event.data ?? {};
  if (type === "keep") event.waitUntil(keepProof(key, version).then(() => keepKit(false)).catch(() => {}));
  if (type === "kit") event.waitUntil(keepKit(true).catch(() => {}));
  if (type === "look") event.waitUntil(refreshProof());
  if (type === "shown") event.waitUntil(tellIfChanged(event.source));
  if (type === "forget") event.waitUntil(forgetProofs());
});

const proofNames = async () => (await caches.keys()).filter((name) => name.startsWith(PROOF));

/** Each cache that holds a whole proof, the newest first: the page is written last, so a cache without it was cut short. */
async function proofCaches() {
  const whole = [];
  for (const name of await proofNames()) {
    const cache = await caches.open(name);
    const page = await cache.match(PAGE, LOOSE);
    if (page) whole.unshift({ name, cache, page, key: page.headers.get("X-Customer-Key") });
  }
  return whole;
}

/** Forget every proof, whole or cut short. */
async function forgetProofs() {
  erasures += 1;
  await forgetBut(() => false);
}

/** Forget the proofs of anybody else: another customer signed in on this phone. */
const forgetOthers = (key) => forgetBut((name) => name.startsWith(`${PROOF}${key}-`));

async function forgetBut(isKept) {
  for (const name of await proofNames()) if (!isKept(name)) await caches.delete(name);
}

/** Tell the open pages what became of the copy: "kept" for the first time, "changed", or "gone". */
async function tellPages(type) {
  if (type !== "kept") changes += 1;
  for (const client of await self.clients.matchAll()) client.postMessage({ type });
}

/** A page that was given a copy is ready to listen: what was told while it was still arriving is told again. */
async function tellIfChanged(client) {
  await refreshing;
  if (shown.has(client.id) && shown.get(client.id) !== changes) client.postMessage({ type: "changed" });
  shown.delete(client.id);
}
