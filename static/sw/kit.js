// The pages of an accident: what to do, the exchange between drivers, the notebook. They come after everything else, a file
// at a time; on a network that is counted or very slow only the first page, unless the customer opens one of them.
const KIT = "kit-";
const KIT_NOW = `${KIT}${self.KIT.version}`;
const REST_BEFORE_KIT = 3000;
const ACCIDENT = "/accident"; // where the tab of claims leads without network

const isSparing = () => Boolean(navigator.connection?.saveData) || /2g/.test(navigator.connection?.effectiveType ?? "");

/** Keep the pages, each after its files: a page that is there has all it needs. What is cut short goes on the next time. */
async function keepKit(isWanted) {
  if (!isWanted) await new Promise((resolve) => setTimeout(resolve, REST_BEFORE_KIT));
  const isWhole = isWanted || !isSparing();
  const wanted = isWhole ? self.KIT.parts.flat() : self.KIT.parts[0];
  const cache = await caches.open(KIT_NOW);
  for (const url of wanted.filter(isUseful)) if (!(await cache.match(url))) await cache.add(new Request(url, freshness(url)));
  if (isWhole) for (const name of await kitNames()) if (name !== KIT_NOW) await caches.delete(name);
}

// A browser that reads QR codes by itself has no use for our reader.
const isUseful = (url) => !("BarcodeDetector" in self && url.includes("/vendor/qr-"));

// A page that the browser kept a while names the files of an older build: pages are asked for again.
const freshness = (url) => ({ cache: url.startsWith("/static/") ? "default" : "reload" });

const kitNames = async () => (await caches.keys()).filter((name) => name.startsWith(KIT));

const keptPage = (request) => kept(request, PATIENCE, () => caches.match(OFFLINE, LOOSE));

/** A piece of a page that is shown already: it may take its time. */
const keptPiece = (request) => kept(request, PATIENCE_FOR_FILES, () => Response.error());

/** Today's copy, else the network, else an older copy, which has its own files. */
async function kept(request, patience, orElse) {
  const { pathname } = new URL(request.url);
  const copy = await (await caches.open(KIT_NOW)).match(pathname);
  if (copy) return copy;
  const older = await caches.match(pathname);
  return inTime(fetch(request), older ? PATIENCE_WITH_A_COPY : patience).catch(() => older ?? orElse());
}
