// Which request gets which strategy. First match wins; no match is the network, as if we were not here.
const isPage = (request) => request.mode === "navigate" || request.headers.has("HX-History-Restore-Request");
const VERIFIER = /^\/(verifier|v)$/i;
const KIT_PAGES = /^\/(accident|accident\/echange|carnet)$/;
const KIT_PIECE = "/carnet/etapes";
const CLAIMS = "/sinistres/";
const PROOFS = /^\/attestation(\/[^/]+\.pdf|\/[^/]+\/carte(\.pdf)?)?$/;

const ROUTES = [
  [(url, request) => request.headers.has("X-Saved-Only"), (request) => savedOnly(request)],
  [(url) => url.pathname.startsWith("/static/"), (request) => savedOrFresh(request)],
  [(url, request) => VERIFIER.test(url.pathname) && isPage(request),
    (request) => freshOrSaved(request, "/verifier", SHELL)],
  [(url) => url.pathname === "/.well-known/mva-keys.json",
    (request) => freshOrSaved(request, "/.well-known/mva-keys.json", KEYS)],
  [(url, request) => PROOFS.test(url.pathname) && (isPage(request) || url.pathname.endsWith(".pdf")),
    (request, event) => savedThenRefreshed(request, event)],
  [(url, request) => KIT_PAGES.test(url.pathname) && isPage(request), (request) => keptPage(request)],
  [(url) => url.pathname === KIT_PIECE, (request) => keptPiece(request)],
  [(url) => url.pathname === OFFLINE, (request) => savedOrFresh(request)],
  [(url, request) => url.pathname === CLAIMS && isPage(request), (request) => freshOrOffline(request, ACCIDENT)],
  [(url, request) => isPage(request), (request) => freshOrOffline(request)],
];

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === "/deconnexion") event.respondWith(signOut(request));
  if (request.method === "POST" && url.pathname === "/connexion") event.respondWith(signIn(request));
  if (request.method !== "GET") return;
  const route = ROUTES.find(([matches]) => matches(url, request));
  if (route) event.respondWith(route[1](request, event));
});
