// The proof judges itself from the dates it carries, with or without network, each time it is looked at.
import { ago, copyAt, coverAt } from "./cover.js";

const instant = (text) => (text ? Date.parse(text) : null);
const main = document.querySelector("[data-checked-at]");
const copy = { checkedAt: instant(main.dataset.checkedAt) };

function judge() {
  const moment = Date.now();
  for (const proof of document.querySelectorAll("[data-begins-at]")) {
    const { dataset } = proof;
    const dates = {
      beginsAt: instant(dataset.beginsAt), endsAt: instant(dataset.endsAt),
      suspendedFrom: instant(dataset.suspendedFrom), provisionalUntil: instant(dataset.provisionalUntil),
    };
    const cover = coverAt(dates, moment);
    const freshness = copyAt({ ...copy, trustedUntil: instant(dataset.trustedUntil) }, moment);
    const isProof = cover === "valid" || cover === "provisional";
    show(proof, isProof && freshness !== "fresh" ? freshness : cover);
  }
  const age = document.querySelector("[data-age]");
  const isClockWrong = copyAt({ ...copy, trustedUntil: Infinity }, moment) === "clock";
  age.textContent = isClockWrong ? "L’heure de ce téléphone est fausse" : `Vérifiée ${ago(moment - copy.checkedAt)}`;
}

// Each state that the dates can lead to waits in a <template>; the one that is true now takes the place of the other.
// A state without words of its own is shown as too old: never as valid.
function show(proof, state) {
  if (proof.dataset.state === state) return;
  const template = proof.querySelector(`template[data-state="${state}"]`) ?? proof.querySelector('template[data-state="old"]');
  proof.querySelector("[data-card]").replaceChildren(template.content.cloneNode(true));
  proof.dataset.state = state;
}

judge();
setInterval(judge, 15000);
addEventListener("pageshow", judge);
document.addEventListener("visibilitychange", judge);

const tag = document.querySelector("[data-offline]");
const tellNetwork = () => { tag.hidden = navigator.onLine; };
addEventListener("online", tellNetwork);
addEventListener("offline", tellNetwork);
tellNetwork();

// The worker found that the insurer changed something: the page takes its own new version.
navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data?.type === "kept") location.reload();
});

// A screen that goes dark at a check is of no use; where the phone allows, it stays lit once touched.
document.addEventListener("click", () => navigator.wakeLock?.request("screen").catch(() => {}), { once: true });
