// When notebooks leave: at once, when the network comes back, when the page is looked at again, when asked, and from the
// browser itself where it can (Background Sync). Between two tries the wait grows, up to a minute.
import { post } from "../photos/upload.js";
import { tell } from "./books.js";
import { deliver, deliverTexts, pathOfPiece } from "./delivery.js";

const WAITS = [1, 2, 5, 15, 60].map((seconds) => seconds * 1000);
let tries = 0;
let timer = 0;
let isSending = false;
let again = false;
let report = () => {};
let leaving = null;

/** Send from now on; `tellState` hears "sending", then what came of it (delivery.js: deliver). */
export function start(tellState) {
  report = tellState;
  for (const event of ["online", "visibilitychange"]) {
    (event === "online" ? window : document).addEventListener(event, () => document.visibilityState === "visible" && send());
  }
  navigator.connection?.addEventListener?.("change", send);
  if (navigator.onLine) registerPostman();
  send();
}

/** Send what waits. Something written while a photo is on its way does not wait behind it; a new reason to send, or a person
 * who asks, forgets that the last tries failed. */
export function send() {
  tries = 0;
  return attempt();
}

async function attempt() {
  clearTimeout(timer);
  if (isSending) {
    again = true;
    deliverTexts();
    return;
  }
  isSending = true;
  const said = navigator.onLine ? await deliverNow() : "offline";
  isSending = false;
  report(said);
  const isMore = again && said === "done";
  again = false;
  if (isMore) return attempt();
  if (said === "done" || said === "signed-out") return;
  timer = setTimeout(attempt, WAITS[Math.min(tries, WAITS.length - 1)]);
  tries += said === "busy" ? 0 : 1;
  askTheBrowser();
}

function deliverNow() {
  report("sending");
  return deliver(postPiece).catch((error) => {
    console.warn("carnet:", error);
    return "later";
  });
}

/** A piece, with its progress. */
function postPiece(who, piece, form) {
  leaving = new AbortController();
  return post(pathOfPiece(piece), form, who.token, (part) => tell({ id: piece.notebook, piece: piece.id, part }), leaving.signal);
}

/** Stop the piece that is on its way from this page: it may be sent again. */
export function stopPiece() {
  leaving?.abort();
}

/** A worker of its own, which serves no page: those who never write a notebook never fetch it. */
const registerPostman = () => "SyncManager" in window && navigator.serviceWorker.register("/carnet/service-worker.js",
  { scope: "/carnet/", type: "module" }).catch(() => {}); // a bonus: the page sends by itself

async function askTheBrowser() {
  const postman = "SyncManager" in window && await navigator.serviceWorker.getRegistration("/carnet/");
  if (postman?.active) await postman.sync.register("carnet").catch(() => {});
}
