// What the phone keeps. `shell-…`: the files of one build. `proof-…`: one customer's attestation, whole or not at all.
// `keys`: the public keys that check proofs. `notes`: an order given without network. Nothing else is ever kept.
const SHELL = `shell-${self.BUILD}`;
const PROOF = "proof-";
const KEYS = "keys";
const NOTES = "notes";
const PAGE = "/attestation";
const LOOSE = { ignoreSearch: true, ignoreVary: true };

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(self.SHELL)));
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
  if (type === "keep") event.waitUntil(keepProof(key, version));
  if (type === "forget") event.waitUntil(forgetProofs());
});

/** Each cache that holds a whole proof: the page is written last, so a cache without it was cut short. */
async function proofCaches() {
  const whole = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(PROOF)) continue;
    const page = await (await caches.open(name)).match(PAGE, LOOSE);
    if (page) whole.push({ name, key: page.headers.get("X-Customer-Key"), version: page.headers.get("X-Proof-Version") });
  }
  return whole;
}

/** Forget every proof but the one named. */
async function forgetProofs(kept) {
  for (const name of await caches.keys()) if (name.startsWith(PROOF) && name !== kept) await caches.delete(name);
}

/** Forget the proofs of anybody else: another customer signed in on this phone. */
async function forgetOthers(key) {
  for (const one of await proofCaches()) if (one.key !== key) await caches.delete(one.name);
}
