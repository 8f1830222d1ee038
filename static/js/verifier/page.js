// Checks the proof in the address of the page and says what it is worth. Every word shown is in a <template> there.

import { check } from "./cose.js";
import { ago, day, hour, moment, parisDay } from "./dates.js";
import { publishedKeys } from "./keys.js";
import { answerOf } from "./network.js";

const PATIENCE_MS = 4000;
const CLOCK_SLACK_MS = 600_000;
const SIV = /^[A-Z]{2}-\d{3}-[A-Z]{2}$/;
const DIGITS_LINK = /(?:^|#)\s*(\d{60,})\s*$/;
const CODE = /^[0-9A-Z]{12}$/;

const result = document.getElementById("result");
const template = (name) => document.getElementById(name).content.cloneNode(true);
let latest = 0; // the check that may write: a later one takes its place

async function checkAddress() {
  const digits = location.hash.slice(1);
  const turn = (latest += 1);
  const isLatest = () => turn === latest;
  result.replaceChildren(...(digits ? [template("waiting")] : []));
  if (!digits) return;
  try {
    await tell(digits, isLatest);
  } catch (error) {
    console.warn("verifier:", error);
    if (isLatest()) show("uncheckable");
  }
}

async function tell(digits, isLatest) {
  if (!globalThis.crypto?.subtle) return show("uncheckable");
  const keys = await publishedKeys();
  if (!isLatest()) return;
  if (!keys) return show("no-keys");
  const { verdict, facts } = await check(digits, keys.keySet, new Date());
  if (!isLatest()) return;
  if (verdict === "unknown-key" && !keys.isFresh) return show("unknown-key-offline");
  if (verdict !== "valid") return show(verdict, facts);
  const card = show("asking", facts);
  const { outcome, asOf } = await standing(facts);
  if (!isLatest()) return;
  const now = asOf ?? new Date();
  describe(card, facts, now);
  say(card, now < facts.expiresAt ? outcome : "expired", { asked: hour(now), until: moment(facts.expiresAt) });
}

// Where the contract stands: the insurer's word when the network gives it, else what the facts allow to say.
async function standing(facts) {
  const beyondNetwork = facts.effectiveOn > parisDay(new Date()) ? "not_yet" : null;
  try {
    const { state, as_of: asOf } = (await answerOf(`/verifier/etat/${facts.code}`, "no-store", PATIENCE_MS)) ?? {};
    const isKnown = document.getElementById(`outcome-${state}`) !== null;
    return isKnown ? { outcome: state, asOf: new Date(asOf) } : { outcome: beyondNetwork ?? "unanswered" };
  } catch {
    return { outcome: beyondNetwork ?? "offline" };
  }
}

function show(outcome, facts = null) {
  const card = template("card").querySelector("article");
  if (facts) describe(card, facts, new Date());
  else for (const part of card.querySelectorAll("[data-with-facts]")) part.remove();
  say(card, outcome, facts ? { until: moment(facts.expiresAt) } : {});
  result.replaceChildren(card);
  card.querySelector("[data-slot=title]").focus();
  return card;
}

// Puts the words of an outcome in the card, and gives it the colour that goes with them.
function say(card, outcome, words) {
  const source = document.getElementById(`outcome-${outcome}`);
  const parts = source.content.cloneNode(true);
  fill(parts, words);
  for (const part of parts.querySelectorAll("[data-part]")) {
    card.querySelector(`[data-slot=${part.dataset.part}]`).replaceChildren(...part.childNodes);
  }
  card.querySelector(".proof-card").className = `proof-card proof-card--${source.dataset.card}`;
}

function describe(card, facts, now) {
  const isSiv = facts.isRegistered && SIV.test(facts.plate);
  const plate = card.querySelector(".plate");
  plate.className = `plate plate--${isSiv ? "siv" : facts.isRegistered ? "fni" : "serial"}`;
  card.querySelector(".plate__band").hidden = !isSiv;
  fill(card, {
    plate: facts.plate, vehicle: facts.vehicle, holder: facts.holderName, contract: facts.contractNumber,
    effective: day(facts.effectiveOn), age: ago(facts.issuedAt, now), issued: moment(facts.issuedAt),
    until: moment(facts.expiresAt), provisional: facts.provisionalUntil ? day(facts.provisionalUntil) : "",
  });
  const applies = {
    registered: facts.isRegistered,
    unregistered: !facts.isRegistered,
    provisional: facts.provisionalUntil !== null && parisDay(now) <= facts.provisionalUntil,
    clock: facts.issuedAt - now > CLOCK_SLACK_MS,
  };
  for (const part of card.querySelectorAll("[data-when]")) part.hidden = !applies[part.dataset.when];
}

function fill(root, words) {
  for (const [name, text] of Object.entries(words)) {
    for (const place of root.querySelectorAll(`[data-fill=${name}]`)) place.textContent = text;
  }
}

// A pasted link is checked here; a short code is asked to the insurer, on its own page.
function readField(event) {
  event.preventDefault();
  const input = event.target.querySelector("input");
  const error = event.target.querySelector("[data-error]");
  const [, digits] = input.value.match(DIGITS_LINK) ?? [];
  const isCode = CODE.test(input.value.toUpperCase().replace(/[^0-9A-Z]/g, ""));
  error.hidden = Boolean(digits) || isCode;
  input.setAttribute("aria-invalid", String(!error.hidden));
  if (digits) {
    input.value = "";
    if (location.hash === `#${digits}`) checkAddress();
    else location.hash = digits;
  } else if (isCode && !navigator.onLine) {
    latest += 1;
    show("code-offline");
  } else if (isCode) {
    location.assign(`${event.target.action}#${encodeURIComponent(input.value.trim())}`);
  } else {
    input.focus();
  }
}

// The scanned address is a short one: show the one that is printed beside the code, and that can be installed.
if (location.pathname !== "/verifier") history.replaceState(null, "", `/verifier${location.hash}`);
const entry = template("entry");
entry.querySelector("form").addEventListener("submit", readField);
document.getElementById("entry-place").replaceChildren(entry);
addEventListener("hashchange", checkAddress);
checkAddress();
navigator.serviceWorker?.register("/service-worker.js").catch(() => {}); // the next check may be far from any network
