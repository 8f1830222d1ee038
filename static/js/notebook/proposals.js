// What can be proposed instead of asked: from what the phone keeps of the proof, and from what was read of the other driver.
import { keptVehicles } from "../roadside/kept.js";
import { isSignedIn } from "./keys.js";
import { fill, part, template } from "./view.js";

const PATH = "/attestation/constat.json";
const OTHER_DRIVER = "other";

/** The customer's vehicles: those of the copy, else those that the insurer tells whoever is signed in. */
export async function vehicles() {
  const kept = await keptVehicles().catch(() => []);
  if (kept.length || !isSignedIn() || !navigator.onLine) return kept;
  return fetch(PATH, { headers: { Accept: "application/json" } }).then((answer) => answer.json()).then(({ contracts }) => contracts ?? [], () => []);
}

/** Draw the vehicles and the drivers as choices. */
export function drawChoices(form, cars) {
  const names = [...new Set(cars.flatMap(({ drivers }) => drivers.map(({ name }) => name)))];
  drawList(form.querySelector('[data-choices="contract-contract"]'), cars.map((one) => [one.id, one.vehicle, `${one.plate}, contrat ${one.number}`]));
  drawList(form.querySelector('[data-choices="contract-driver"]'), cars.length ? [...names.map((name) => [name, name, ""]), [OTHER_DRIVER, "Une autre personne", ""]] : []);
  part(form, "unknown").hidden = cars.length > 0;
}

function drawList(list, choices) {
  const drawn = JSON.stringify(choices);
  if (list.dataset.drawn === drawn) return; // a thumb may be on its way
  list.dataset.drawn = drawn;
  list.hidden = !choices.length;
  for (const old of list.querySelectorAll("label")) old.remove();
  list.append(...choices.map(([value, words, text], at) => {
    const option = template("option");
    const input = option.querySelector("input");
    Object.assign(input, { value, name: list.dataset.choices, id: `${list.dataset.choices}-${at}` });
    option.htmlFor = input.id;
    fill(option, { words, text });
    return option;
  }));
}

/** The answers to begin a step with. */
export function proposals(step, answers, cars) {
  if (step === "contract") return cars.length === 1 ? { contract: cars[0].id } : {};
  if (step === "people") return answers.exchange ? { parties: [partyOf(answers.exchange)] } : {};
  if (step === "contact") return { phone: cars[0]?.phone ?? "" };
  return {};
}

/** What was read, in the fields of a claim; a text of which little was understood is kept whole. */
function partyOf({ name, plate, insurer, contract, phone, address, text }) {
  const isUnderstood = Boolean(name || plate || insurer || contract);
  return { name, plate, insurer, policy: contract, phone, address: isUnderstood ? address : (text || address || "").slice(0, 200) };
}
