const PATIENCE = 8000;
const PATIENCE_WITH_A_COPY = 4000;

/** Save this customer's proof: page, papers and the files that the page uses, all of them or none. */
async function keepProof(key, version) {
  await forgetOthers(key);
  if ((await proofCaches()).some((one) => one.key === key && one.version === version)) return false;
  const page = await fetch(PAGE, { redirect: "error", cache: "no-store" }).catch(() => null);
  if (page?.status === 404 || page?.status === 410) await forgetProofs();
  if (!page?.ok || page.headers.get("X-Customer-Key") !== key) return false;
  const html = await page.clone().text();
  const found = [...html.matchAll(/(?:href|src)="((?:\/static\/|\/attestation\/)[^"#]+)"/g)].map((match) => match[1]);
  const parts = await Promise.all([...new Set(found)].map(async (url) => [url, await fetch(url, { redirect: "error" })]))
    .catch(() => null);
  if (!parts || parts.some(([url, part]) => !part.ok || isPaperOf(url, part, key))) return false;
  const name = `${PROOF}${key}-${page.headers.get("X-Proof-Version")}`;
  const cache = await caches.open(name);
  for (const [url, part] of parts) await cache.put(url, part);
  await cache.put(PAGE, page);
  await forgetProofs(name);
  for (const client of await self.clients.matchAll()) client.postMessage({ type: "kept" });
  return true;
}

const isPaperOf = (url, part, key) => url.startsWith(PAGE) && part.headers.get("X-Customer-Key") !== key;

/** The saved page or paper, nothing when this phone keeps none. */
async function savedProof(path) {
  for (const { name } of await proofCaches()) {
    const saved = await (await caches.open(name)).match(path, LOOSE);
    if (saved) return saved;
  }
}

/** The saved copy at once, always; behind it a look at the insurer, who may have changed the contract. */
async function savedThenRefreshed(request, event) {
  const saved = await savedProof(new URL(request.url).pathname);
  if (!saved) return freshOrOffline(request);
  event.waitUntil(refreshProof(saved.headers.get("X-Customer-Key")));
  return saved;
}

/** Ask for the proof again; a sign-in page, an error or silence leave the copy alone. */
async function refreshProof(key) {
  await replaySignOut();
  const page = await fetch(PAGE, { redirect: "error", cache: "no-store" }).catch(() => null);
  if (page?.status === 404 || page?.status === 410) return forgetProofs();
  if (page?.ok) await keepProof(page.headers.get("X-Customer-Key") ?? key, page.headers.get("X-Proof-Version"));
}

/** The saved copy and nothing else: what the customer's own test without network looks at. */
async function savedOnly(request) {
  return (await savedProof(new URL(request.url).pathname)) ?? (await caches.match(request, LOOSE))
    ?? new Response("", { status: 504 });
}

/** Files under a build number never change: a saved one is always right. */
async function savedOrFresh(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** A page: from the network, and without it the attestation for the home screen, or the page that says so. */
async function freshOrOffline(request) {
  const path = new URL(request.url).pathname;
  const hasCopy = (await proofCaches()).length > 0;
  try {
    const page = await inTime(fetchPage(request), hasCopy ? PATIENCE_WITH_A_COPY : PATIENCE);
    const key = page.headers.get("X-Customer-Key");
    if (key) await forgetOthers(key);
    return page;
  } catch {
    if (path === "/" && hasCopy) return Response.redirect(PAGE, 302);
    return caches.match("/hors-ligne", LOOSE);
  }
}

async function fetchPage(request) {
  await replaySignOut();
  return fetch(request);
}

const inTime = (promise, patience) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(reject, patience))]);

/** The verifier and its keys: the newest when there is a network, the saved ones else. */
async function freshOrSaved(request, saveAs, cacheName) {
  try {
    const fresh = await inTime(fetch(request), PATIENCE_WITH_A_COPY);
    if (fresh.ok) await (await caches.open(cacheName)).put(saveAs, fresh.clone());
    return fresh;
  } catch {
    return (await caches.match(saveAs, LOOSE)) ?? Response.error();
  }
}

/** Sign out: the copy dies first; without network the order is kept, and given as soon as there is one. */
async function signOut(request) {
  const order = await request.clone().text();
  await forgetProofs();
  try {
    return await fetch(request);
  } catch {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    await (await caches.open(NOTES)).put("/deconnexion", new Response(order, { headers }));
    return Response.redirect("/hors-ligne?deconnexion=1", 303);
  }
}

async function replaySignOut() {
  const notes = await caches.open(NOTES);
  const order = await notes.match("/deconnexion");
  if (!order) return;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  await fetch("/deconnexion", { method: "POST", body: await order.text(), headers, redirect: "manual" });
  await notes.delete("/deconnexion");
}
