// A step as a form: its fields are those of the online declaration, named `step-field`. What is not asked is hidden, never lost.
import { asked, fieldsOf } from "./journey.js";

const nameOf = (step, field) => `${step}-${field}`;
const named = (form, name) => [...form.elements].filter((one) => one.name === name);

/** What is typed in a form, by field, in the form in which the insurer asks for it. */
export function readForm(form, step) {
  return Object.fromEntries(fieldsOf(step).map(({ name, type, fields }) => {
    const own = named(form, nameOf(step, name));
    if (type === "people") return [name, readPeople(form, nameOf(step, name), fields)];
    if (type === "choices") return [name, own.filter((one) => one.checked).map((one) => one.value)];
    return [name, valueOf(own)];
  }));
}

const isTick = (input) => input.type === "radio" || input.type === "checkbox";
const valueOf = (inputs) => (inputs.find((one) => !isTick(one) || one.checked)?.value ?? "").trim();

/** Write answers in a form: a page that comes back, or another tab that wrote. What is being typed is left alone. */
export function fillForm(form, step, values = {}) {
  for (const { name, type, fields } of fieldsOf(step)) {
    if (type === "people") fillPeople(form, nameOf(step, name), fields, values[name] ?? []);
    else for (const one of named(form, nameOf(step, name))) write(one, values[name] ?? "");
  }
  form.dispatchEvent(new Event("change")); // asked-if.js and count-ticks.js look again
}

function write(input, value) {
  if (isTick(input)) input.checked = [].concat(value).includes(input.value);
  else if (input !== document.activeElement) input.value = value;
}

/** Show what these answers ask for, in the words of what happened, and nothing else. */
export function showAsked(form, step, answers) {
  const names = new Set(asked(step, answers).map(({ name }) => name));
  for (const element of form.querySelectorAll("[data-field]")) {
    element.hidden = !element.dataset.field.split(" ").some((one) => names.has(one));
    if (element.dataset.words) element.querySelector(".field__label").firstChild.data = `${wordsFor(element.dataset.words, answers)} `;
  }
}

/** Words that depend on what happened (blueprints/roadside/notebook.py: _by_kind). */
export function wordsFor(data, answers) {
  const words = JSON.parse(data);
  return words[answers.kind?.kind] ?? words[""];
}

// People: blocks of fields named `step-field-0-part`, `step-field-1-part`…
const blockOf = (form, name, at, fields) => named(form, `${name}-${at}-${fields[0].name}`)[0]?.closest(".card");

function countBlocks(form, name, fields) {
  let count = 0;
  while (blockOf(form, name, count, fields)) count += 1;
  return count;
}

function readPeople(form, name, fields) {
  return Array.from({ length: countBlocks(form, name, fields) }, (_, at) =>
    Object.fromEntries(fields.map(({ name: part }) => [part, valueOf(named(form, `${name}-${at}-${part}`))])))
    .filter((person) => Object.values(person).some(Boolean));
}

function fillPeople(form, name, fields, people) {
  const first = blockOf(form, name, 0, fields);
  if (!first || first.parentElement.contains(document.activeElement)) return;
  while (countBlocks(form, name, fields) < people.length) addBlock(form, name, fields);
  for (let at = 0, count = countBlocks(form, name, fields); at < count; at += 1) {
    for (const { name: part } of fields) for (const one of named(form, `${name}-${at}-${part}`)) write(one, people[at]?.[part] ?? "");
  }
}

/** One person more, when the list has room. */
export function addPerson(form, step, field) {
  const { fields, most } = fieldsOf(step).find(({ name }) => name === field);
  const name = nameOf(step, field);
  if (countBlocks(form, name, fields) < most) addBlock(form, name, fields).querySelector("input").focus();
}

/** A copy of the last block, with names, labels and a place of its own. */
function addBlock(form, name, fields) {
  const count = countBlocks(form, name, fields);
  const last = blockOf(form, name, count - 1, fields);
  const copy = last.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const attribute of ["id", "for", "name", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(`${name}-${count - 1}-`, `${name}-${count}-`));
    }
    if (isTick(element)) element.checked = false;
    else if ("value" in element) element.value = "";
  }
  last.after(copy);
  return copy;
}
