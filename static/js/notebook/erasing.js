// Erasing a notebook that was begun: asked twice, and it says what the insurer has of it.
import { erase } from "./shelf.js";
import { part } from "./view.js";

/** Make the button of the view erase this notebook. */
export function drawErasing(view, row) {
  const dialog = part(view, "erasing");
  part(dialog, "reached").hidden = row.sentVersion === 0;
  part(view, "erase").onclick = () => dialog.showModal();
  part(dialog, "stay").onclick = () => dialog.close();
  part(dialog, "confirm").onclick = () => {
    dialog.close();
    location.hash = ""; // first: a page that shows what is no more says so
    return erase(row.id);
  };
}
