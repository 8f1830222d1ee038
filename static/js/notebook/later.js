// What an open notebook needs, its steps and their questions: it comes after the list, in one piece, and is kept with the page.
import { load } from "./journey.js";
import { prepare } from "./open.js";
import { part } from "./view.js";

let arriving = null;

/** Whether it is there; a first visit that loses its network asks again later. `go(id, step)` opens a step. */
export function isWhole(root, go) {
  arriving ??= arrive(root, go).catch((error) => {
    arriving = null;
    console.warn("carnet:", error);
    return false;
  });
  return arriving;
}

async function arrive(root, go) {
  const place = part(root, "later");
  const answer = await fetch(place.dataset.later);
  if (!answer.ok) throw new Error(`later: ${answer.status}`);
  const { body } = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceWith(...body.childNodes);
  const view = root.querySelector('[data-view="step"]');
  load(view);
  prepare(view, go);
  document.dispatchEvent(new Event("htmx:after:swap")); // what is new may have behaviours (app.js)
  return true;
}
