// « Montrer mes informations »: the code that the insurer drew, and the same words in large letters, from what the phone keeps.
import { keptVehicles } from "../roadside/kept.js";

export async function mount(section) {
  const vehicles = await keptVehicles().catch(() => []);
  if (!vehicles.length) return; // what the page says without a script is true
  const part = (name) => section.querySelector(`[data-${name}]`);
  const choice = part("choice").querySelector("select");

  const show = () => {
    const one = vehicles[choice.selectedIndex];
    const [, ...lines] = one.text.split("\n");
    part("code").toggleAttribute("hidden", !one.isCovered);
    part("uncovered").toggleAttribute("hidden", one.isCovered);
    const drawing = part("code").querySelector("svg");
    drawing.setAttribute("viewBox", `0 0 ${one.code.side} ${one.code.side}`);
    drawing.querySelector("[data-ground]").setAttribute("d", `M0 0h${one.code.side}v${one.code.side}H0z`);
    drawing.querySelector("[data-strokes]").setAttribute("d", one.code.path);
    part("facts").replaceChildren(...lines.map((line) => fact(part("fact"), line)));
  };

  choice.replaceChildren(...vehicles.map((one) => new Option(`${one.vehicle} ${one.plate}`)));
  choice.addEventListener("input", show);
  part("choice").hidden = vehicles.length < 2;
  part("nothing").hidden = true;
  part("mine").hidden = false;
  show();
}

function fact(template, line) {
  const [term, value] = line.split(/\s*:\s*(.*)/s);
  const copy = template.content.cloneNode(true);
  copy.querySelector("dt").textContent = term;
  copy.querySelector("dd").textContent = value;
  return copy;
}
