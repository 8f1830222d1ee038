// Writes the SMS that says who and where, for when calls and data do not pass: each field changes the links at once.
import { keptVehicles } from "../roadside/kept.js";
import { findPosition, written } from "../roadside/position.js";

export async function mount(section) {
  const field = (name) => section.querySelector(`#sms-${name}`);
  const vehicles = await keptVehicles().catch(() => []);
  let position = null;

  const write = () => {
    const vehicle = vehicles[field("vehicle").selectedIndex];
    const facts = [
      vehicle ? `${vehicle.vehicle} ${vehicle.plate}, contrat ${vehicle.number}, ${vehicle.holder}` : field("plate").value.trim(),
      said("Route", field("road").value), said("Vers", field("direction").value),
      position ? `Position : ${written(position)}` : "",
    ];
    const message = ["Accident ou panne", ...facts.filter(Boolean)].join(". ");
    section.querySelector("[data-message]").textContent = message;
    // "?&" because iPhones look for "&body", and the others for "?body" or any parameter of that name.
    for (const link of document.querySelectorAll("[data-sms]")) link.href = `sms:${link.dataset.sms}?&body=${encodeURIComponent(message)}`;
  };

  const locate = async () => {
    const words = section.querySelector("[data-position]");
    words.textContent = "Le téléphone cherche où il est…";
    try {
      position = await findPosition();
      words.textContent = `Position ajoutée au message : ${written(position)}.`;
    } catch (fault) {
      words.textContent = fault.message;
    }
    write();
  };

  field("vehicle").replaceChildren(...vehicles.map((one) => new Option(`${one.vehicle} ${one.plate}`)));
  section.querySelector("[data-vehicles]").hidden = vehicles.length < 2;
  section.querySelector("[data-plate]").hidden = vehicles.length > 0;
  section.addEventListener("input", write);
  section.querySelector("[data-locate]").addEventListener("click", locate);
  write();
  section.hidden = false;
}

const said = (name, typed) => (typed.trim() ? `${name} : ${typed.trim()}` : "");
