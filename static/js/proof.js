// The proof judges itself from the dates it carries, with or without network, each time it is looked at.
import { ago, copyAt, coverAt } from "./cover.js";
import { mount as offerLanguages } from "./behaviours/languages.js";

const LOOK_EVERY_MS = 120_000;

offerLanguages(document.querySelector("[data-behaviour=languages]"));

const instant = (text) => (text ? Date.parse(text) : null);
const main = document.querySelector("[data-checked-at]");
const copy = { checkedAt: instant(main.dataset.checkedAt) };

function judge() {
  const moment = Date.now();
  for (const proof of document.querySelectorAll("[data-begins-at]")) show(proof, stateAt(proof.dataset, moment));
  const isClockWrong = copyAt({ ...copy, trustedUntil: Infinity }, moment) === "clock";
  for (const age of document.querySelectorAll("[data-age] > *")) tellAge(age, moment - copy.checkedAt, isClockWrong);
}

function tellAge(age, milliseconds, isClockWrong) {
  age.dataset.now ??= age.textContent;
  const { clock, now, ago: words } = age.dataset;
  const time = ago(milliseconds, age.lang);
  age.textContent = isClockWrong ? clock : time ? words.replace("{ago}", time) : now;
}

function stateAt(dataset, moment) {
  if (dataset.standing) return dataset.standing; // the insurer said since that it is off: the worker wrote it
  const cover = coverAt({
    beginsAt: instant(dataset.beginsAt), endsAt: instant(dataset.endsAt),
    suspendedFrom: instant(dataset.suspendedFrom), resumesAt: instant(dataset.resumesAt),
    provisionalUntil: instant(dataset.provisionalUntil),
  }, moment);
  const freshness = copyAt({ ...copy, trustedUntil: instant(dataset.trustedUntil) }, moment);
  const isProof = cover === "valid" || cover === "provisional";
  return isProof && freshness !== "fresh" ? freshness : cover;
}

// Each state that can come waits in a <template>; the one that is true now takes the place of the other.
// A state without words of its own is shown as too old: never as valid.
function show(proof, state) {
  if (proof.dataset.state === state) return;
  const template = proof.querySelector(`template[data-state="${state}"]`) ?? proof.querySelector('template[data-state="old"]');
  proof.querySelector("[data-card]").replaceChildren(template.content.cloneNode(true));
  proof.dataset.state = state;
}

judge();
setInterval(judge, 15_000);
addEventListener("pageshow", judge);
document.addEventListener("visibilitychange", judge);

const tag = document.querySelector("[data-offline]");
const tellNetwork = () => { tag.hidden = navigator.onLine; };
addEventListener("online", tellNetwork);
addEventListener("offline", tellNetwork);
tellNetwork();

// While it is on the screen, the insurer may change something: the worker looks, keeps, and the page takes its new version.
const worker = navigator.serviceWorker;
const say = (type) => worker.ready.then(({ active }) => active.postMessage({ type }));
const look = () => { if (document.visibilityState === "visible") say("look"); };
// A network that has just come back often loses the first request.
const lookSeveralTimes = () => [0, 5_000, 20_000].forEach((delay) => setTimeout(look, delay));
if (worker) {
  worker.register("/service-worker.js").catch(() => {});
  worker.addEventListener("message", ({ data }) => { if (data.type !== "kept") location.reload(); });
  say(worker.controller ? "shown" : "look");
  setInterval(look, LOOK_EVERY_MS);
  addEventListener("online", lookSeveralTimes);
  document.addEventListener("visibilitychange", look);
}

// Back from the browser's memory: somebody may have signed out, or signed in, since.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true;
  location.reload();
});

// A screen that goes dark at a check is of no use; where the phone allows, it stays lit once touched.
document.addEventListener("click", () => navigator.wakeLock?.request("screen").catch(() => {}), { once: true });
