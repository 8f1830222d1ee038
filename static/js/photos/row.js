// The line of a file on its way: its name, its weight, what is wrong with it, and where it is.
import { FLAWS, weight } from "./words.js";

/** A line made from a <template>: { element, say, describe, hint, onRemove }. */
export function rowFor(template, file) {
  const element = template.content.firstElementChild.cloneNode(true);
  const part = (name) => element.querySelector(`[data-${name}]`);
  part("name").textContent = file.name;
  return {
    element,
    /** "kept", "going", "received" or "refused", with what its tag tells. */
    say(state, words = "") {
      for (const tag of element.querySelectorAll("[data-state]")) tag.hidden = tag.dataset.state !== state;
      const slot = element.querySelector(`[data-state="${state}"] [data-slot]`);
      if (slot) slot.textContent = words;
    },
    describe({ bytes: { byteLength: size }, originalSize, flaw }) {
      part("weight").textContent = size < originalSize ? `${weight(size)} au lieu de ${weight(originalSize)}` : weight(size);
      part("hint").textContent = FLAWS[flaw] ?? "";
    },
    hint(words) { part("hint").textContent = words; },
    fingerprint(words) { part("fingerprint").textContent = words; },
    onRemove(action) { part("remove").onclick = action; },
  };
}
