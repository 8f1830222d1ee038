const PATIENCE = 8000;
const PATIENCE_WITH_A_COPY = 4000;
const PATIENCE_FOR_FILES = 60_000; // some tens of kilobytes, on the slowest of networks
const REST_BEFORE_FORGETTING = 3000; // files that are on the phone already come sooner
const NOBODY = "none"; // the key of a customer who said that this phone is shared
let keeping = Promise.resolve(); // the proof being saved
const OFF = ["suspended", "ended", "not_yet"]; // where a contract proves nothing

/** Save a proof, one after another: two at once would each take the other's half-made copy for a change. */
function keepProof(key, version, fetched = null) {
  const erased = erasures;
  const kept = inTurn(() => keepNow(key, version, fetched, erased));
  // Nobody waits for it, and a worker that stops first forgets the next time: only the newest copy is ever shown.
  kept.then((hasFormer) => hasFormer && forgetFormer()).catch(() => {});
  return kept;
}

function inTurn(action) {
  keeping = keeping.catch(() => {}).then(action);
  return keeping;
}

/** Forget the former copy a little later: a page that was given it in this very moment still asks for its files. */
async function forgetFormer() {
  await new Promise((resolve) => setTimeout(resolve, REST_BEFORE_FORGETTING));
  await inTurn(async () => {
    const [newest] = await proofCaches();
    if (newest) await forgetBut((name) => name === newest.name);
  });
}

/** Save this customer's proof: page, papers and files that the page uses, all or none. Return whether a former one is left. */
async function keepNow(key, version, fetched, erased) {
  await lockNotebooksOfOthers(key);
  if (key === NOBODY) return void await forgetProofs();
  if (erasures !== erased) return;
  await forgetOthers(key);
  const [newest] = await proofCaches();
  if (newest?.name === `${PROOF}${key}-${version}`) return (await proofNames()).length > 1;
  const page = fetched ?? await askForProof();
  if (!page?.ok || page.headers.get("X-Customer-Key") !== key) return;
  const parts = await partsOf(page, key);
  if (!parts) return;
  const isFirst = (await proofNames()).length === 0;
  const name = `${PROOF}${key}-${page.headers.get("X-Proof-Version")}`;
  if (newest?.name !== name) await caches.delete(name); // the newest copy is the one that was opened last
  const cache = await caches.open(name);
  for (const [url, part] of parts) await cache.put(url, part);
  await cache.put(PAGE, page);
  if (erasures !== erased) return void await caches.delete(name);
  await tellPages(isFirst ? "kept" : "changed");
  return !isFirst;
}

const askForProof = () =>
  fetch(PAGE, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);

/** What a proof's page names, fetched: null unless every file came, and every paper for the same customer. */
async function partsOf(page, key) {
  const html = await page.clone().text();
  const named = [...html.matchAll(/(?:href|src)="((?:\/static\/|\/attestation\/)[^"#]+)"/g)].map((match) => match[1]);
  const isRight = (url, part) => part.ok && (!url.startsWith(PAGE) || part.headers.get("X-Customer-Key") === key);
  try {
    const parts = await Promise.all([...new Set(named)].map(async (url) =>
      [url, await fetch(url, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_FOR_FILES) })]));
    return parts.every(([url, part]) => isRight(url, part)) ? parts : null;
  } catch {
    return null;
  }
}

/** The saved page or paper, nothing when this phone keeps none: of the newest copy, never a paper that only a former one held. */
async function savedProof(path) {
  const [newest] = await proofCaches();
  return newest?.cache.match(path, LOOSE);
}

/** The saved copy at once, always; behind it a look at the insurer, who may have changed the contract. */
async function savedThenRefreshed(request, event) {
  const saved = await savedProof(new URL(request.url).pathname);
  if (saved) {
    shown.set(event.resultingClientId, changes);
    refreshing = refreshProof();
    event.waitUntil(refreshing);
    return saved;
  }
  const page = await freshOrOffline(request);
  const version = page.headers.get("X-Proof-Version");
  if (page.ok && version) event.waitUntil(keepProof(page.headers.get("X-Customer-Key"), version, page.clone()));
  return page;
}

/** Ask for the proof again: a sign-in page, an error or silence never takes the place of the copy. */
async function refreshProof() {
  await replaySignOut().catch(() => {});
  const page = await askForProof();
  if (page?.status === 404 || page?.status === 410) {
    await forgetProofs();
    await tellPages("gone");
  }
  if (page?.type === "opaqueredirect") return askStandings();
  const key = page?.headers.get("X-Customer-Key");
  if (page?.ok && key) await keepProof(key, page.headers.get("X-Proof-Version"), page);
}

/**
 * The session is over, but whoever holds the code of a proof may know where its contract stands: write it in the copy,
 * which then stops being one of a contract in force, also without network.
 */
async function askStandings() {
  for (const { cache } of await proofCaches()) {
    for (const request of await cache.keys()) {
      const kept = await cache.match(request, LOOSE);
      if (kept.headers.get("Content-Type")?.startsWith("text/html")) await writeStandings(cache, request, kept);
    }
  }
}

async function writeStandings(cache, request, page) {
  const old = await page.text();
  let html = old;
  for (const [attributes, code] of old.matchAll(/data-code="([0-9A-Z]{12})" data-standing="[a-z_]*"/g)) {
    const standing = await standingOf(code);
    if (standing !== null) html = html.replace(attributes, `data-code="${code}" data-standing="${standing}"`);
  }
  if (html === old) return;
  const headers = new Headers(page.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await cache.put(request, new Response(html, { headers }));
  await tellPages("changed");
}

/** Why the contract of a proof is off, "" when it is not, null when the insurer does not answer. */
async function standingOf(code) {
  try {
    const answer = await fetch(`/verifier/etat/${code}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return null;
    const { state } = await answer.json();
    return OFF.includes(state) ? state : "";
  } catch {
    return null;
  }
}

/** The saved copy and nothing else: what the customer's own test without network looks at. */
async function savedOnly(request) {
  return (await savedProof(new URL(request.url).pathname)) ?? (await caches.match(request, LOOSE))
    ?? new Response("", { status: 504 });
}

/** Files under a build number never change, nor does the page without network: a saved one is always right. */
async function savedOrFresh(request) {
  return (await caches.match(request, LOOSE)) ?? fetch(request);
}

/** A page: from the network, and without it the attestation for the home screen, `instead` when it is kept, or the page that says so. */
async function freshOrOffline(request, instead = null) {
  const isHome = request.mode === "navigate" && new URL(request.url).pathname === "/";
  const hasCopy = (await proofCaches()).length > 0;
  try {
    const page = await inTime(fetchPage(request), hasCopy ? PATIENCE_WITH_A_COPY : PATIENCE);
    if (isHome && hasCopy && page.status >= 500) return Response.redirect(PAGE, 302);
    const key = page.headers.get("X-Customer-Key");
    if (key) await forgetOthers(key);
    return page;
  } catch {
    if (isHome && hasCopy) return Response.redirect(PAGE, 302);
    if (request.mode === "navigate" && instead && await caches.match(instead)) return Response.redirect(instead, 302);
    return caches.match(OFFLINE, LOOSE);
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

/**
 * Sign in: the insurer learns whose copy this phone keeps, and has it erased with the answer to anybody else. With a notebook
 * on the phone, which must outlive that, it only says so: the copy dies here, and the notebook is closed.
 */
async function signIn(request) {
  const [copy] = await proofCaches();
  const hasNotebooks = (await countNotebooks()) > 0;
  const key = copy?.key ?? (hasNotebooks && (await ownerOfNotebooks())?.customer);
  try {
    if (!key) return await fetch(request);
    const answer = await post("/connexion" + new URL(request.url).search, await request.text(),
      { "X-Kept-Key": key, ...(hasNotebooks ? { "X-Kept-Notebooks": "1" } : {}) });
    const next = answer.headers.get("X-Another-Customer");
    if (!next) return answer;
    await forgetProofs();
    await lockNotebooks();
    return Response.redirect(next, 303);
  } catch {
    return Response.redirect(OFFLINE, 303);
  }
}

const post = (path, body, headers = {}) => fetch(path, {
  method: "POST", body, redirect: "manual", headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
});

/** Sign out: the copy dies first; without network the order is kept, and given as soon as there is one. */
async function signOut(request) {
  await forgetProofs();
  const order = await orderOf(request);
  try {
    return await inTime(post("/deconnexion", order), PATIENCE);
  } catch {
    await (await caches.open(NOTES)).put("/deconnexion", new Response(order));
    return Response.redirect(`${OFFLINE}?deconnexion=1`, 303);
  }
}

/** What the form says. Nobody was asked what becomes of the notebook (the page was not ready): then it stays, closed. */
async function orderOf(request) {
  const order = new URLSearchParams(await request.text());
  if (order.get("carnet") === "" && (await countNotebooks()) > 0) {
    order.set("carnet", "garde");
    await lockNotebooks();
  }
  return order.toString();
}

async function replaySignOut() {
  const notes = await caches.open(NOTES);
  const order = await notes.match("/deconnexion");
  if (!order) return;
  const answer = await post("/deconnexion", await order.text());
  // Refused because the session is over already: done too. The answer may have erased the note with the rest.
  if (answer.status < 500) await notes.delete("/deconnexion").catch(() => {});
}
