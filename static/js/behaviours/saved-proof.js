// Shows the way to the attestation when this phone keeps one.
import { savedPage } from "../saved.js";

export async function mount(element) {
  if (await savedPage()) element.hidden = false;
}
