// Everything that was written, read again in the words of its own questions, before it is declared.
import { asked, isAnswered, next, path } from "./journey.js";
import { titleOf } from "./open.js";
import { finish } from "./shelf.js";
import { fill, part, template } from "./view.js";

export function drawReview(review, view, row, answers) {
  const steps = path(answers).slice(0, -1);
  part(review, "answers").replaceChildren(...steps.map((step) => pairOf(view, row, answers, step)));
  part(review, "notice").hidden = !row.notice;
  fill(review, { notice: row.notice ?? "" });
  const isReady = next(answers) === "review";
  part(review, "finish").hidden = !isReady;
  part(review, "unready").hidden = isReady;
  part(review, "finish").onclick = () => finish(row.id);
}

function pairOf(view, row, answers, step) {
  const pair = template("pair");
  const form = view.querySelector(`[data-step="${step}"]`);
  const said = asked(step, answers).map((field) => sentenceOf(form, step, field, answers[step]?.[field.name])).filter(Boolean);
  fill(pair, { term: titleOf(view, step, answers), value: said.join(" · ") });
  pair.querySelector("a").href = `#${row.id}/${step}`;
  part(pair, "wrong").hidden = isAnswered(step, answers) && !row.faults?.[step];
  return pair;
}

/** An answer in words. */
function sentenceOf(form, step, field, value) {
  if (!value?.length) return "";
  if (field.type === "people") return value.map((one) => Object.values(one).filter(Boolean).join(", ")).join(" ; ");
  if (field.type === "day") return new Date(`${value}T12:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
  if (field.type === "time") return value.replace(/^0?(\d+):(\d+).*/, "$1\u00a0h\u00a0$2");
  return [].concat(value).map((one) => labelOf(form, `${step}-${field.name}`, one)).join(", ");
}

function labelOf(form, name, value) {
  const tick = [...form.elements].find((one) => one.name === name && one.value === value && /radio|checkbox/.test(one.type));
  const label = tick?.closest("label");
  return (label?.querySelector(".option-row__body")?.firstChild ?? label)?.textContent.trim() ?? value;
}
