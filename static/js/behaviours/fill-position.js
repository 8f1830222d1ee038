// Adds where the phone is to the declaration, when asked: the GPS works without network.
import { findPosition, written } from "../roadside/position.js";

export function mount(part) {
  const words = part.querySelector("[data-position]");
  part.querySelector("[data-locate]").addEventListener("click", async () => {
    words.textContent = "Le téléphone cherche où il est…";
    try {
      const position = written(await findPosition());
      const input = part.querySelector("input");
      input.value = position;
      input.dispatchEvent(new Event("input", { bubbles: true })); // a notebook keeps it at once
      words.textContent = `Position ajoutée : ${position}.`;
    } catch (fault) {
      words.textContent = fault.message;
    }
  });
  part.hidden = false;
}
