// The path of a declaration, from the same data as the server's (insurance/claims/questions.py, put in the page).
let data = null;

/** { steps, wanted, names } as the page carries them. */
export function load(element) {
  data = JSON.parse(element.dataset.journey);
}

const listed = (given) => (Array.isArray(given) ? given : [given]);

export const holds = (when, answers) => Object.entries(when ?? {}).every(([path, values]) => {
  const [step, field] = path.split(".");
  return listed(answers[step]?.[field]).some((one) => values.includes(one));
});

export const stepOf = (name) => data.steps.find((step) => step.name === name);
export const fieldsOf = (name) => stepOf(name).fields ?? [];
export const path = (answers) => [...data.steps.filter((step) => holds(step.asked_if, answers)).map(({ name }) => name), "review"];
export const asked = (name, answers) => fieldsOf(name).filter((field) => holds(field.asked_if, answers));

/** The fields of a step that still want an answer. What an answer is worth, the insurer says: a wrong clock must not stop anybody. */
export const lacking = (name, answers) =>
  asked(name, answers).filter(({ name: field, is_required: isRequired }) => isRequired && !(answers[name]?.[field] ?? "").length);

export const isAnswered = (name, answers) => name in answers && lacking(name, answers).length === 0;

/** The first step without an answer; the review when none is left. */
export const next = (answers) => path(answers).slice(0, -1).find((name) => !isAnswered(name, answers)) ?? "review";

/** The first one after a step, else the first of all: a correction comes back to where one was. */
export function nextAfter(step, answers) {
  const way = path(answers).slice(0, -1);
  return way.slice(way.indexOf(step) + 1).find((name) => !isAnswered(name, answers)) ?? (isAnswered(step, answers) ? next(answers) : "review");
}

/** The photos and papers that help, each once, those worth most first. */
export function wanted(answers) {
  const found = new Map();
  for (const one of data.wanted) if (holds(one.asked_if, answers) && !found.has(one.kind)) found.set(one.kind, one);
  return [...found.values()];
}

/** How early a piece leaves: the plates of a driver who may go come first. */
export const rankOf = (kind) => {
  const place = data.wanted.findIndex((one) => one.kind === kind);
  return place < 0 ? data.wanted.length : place;
};

/** What the customer calls a photo or a paper of a kind. */
export const nameOf = (kind) => data.names[kind];
