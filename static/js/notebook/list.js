// The list of notebooks, and those that wait for somebody: begun before anybody signed in, or closed until their customer comes.
import { adopt } from "./keys.js";
import { begin, countWaiting, erase, shelf } from "./shelf.js";
import { fill, part, template } from "./view.js";
import { day } from "./words.js";

/** Draw the list in its section; `open` is given the notebook to open. */
export async function drawList(section, open) {
  const { mine, unclaimed, locked, isSomebody } = await shelf();
  part(section, "rows").replaceChildren(...(await Promise.all(mine.map((row) => lineOf(row)))));
  part(section, "rows").hidden = !mine.length;
  part(section, "empty").hidden = mine.length > 0;
  part(section, "locked").hidden = !locked;
  part(section, "unclaimed").hidden = !unclaimed.length;
  part(section, "claims").replaceChildren(...unclaimed.map((row) => claimOf(row, isSomebody, open)));
  part(section, "begin").onclick = async () => open(await begin());
}

async function lineOf(row) {
  const waiting = await countWaiting([row]);
  const line = template("row");
  fill(line, { reference: row.receipt?.reference ?? row.reference, text: `Commencé le ${day(new Date(row.startedAt))}` });
  line.querySelector("a").href = `#${row.id}`;
  const state = stateOf(row, waiting);
  for (const tag of line.querySelectorAll("[data-state]")) tag.hidden = tag.dataset.state !== state;
  fill(line, { count: waiting });
  return line;
}

function stateOf(row, waiting) {
  if (row.refusal || row.faults && row.notice) return "wrong";
  if (row.receipt) return waiting ? "waiting" : "received";
  return row.finishedAt ? "waiting" : "begun";
}

function claimOf(row, isSomebody, open) {
  const card = template("claim");
  fill(card, { reference: row.reference, text: day(new Date(row.startedAt)) });
  card.querySelector("[data-adopt]").onclick = async () => {
    await adopt(row.id);
    open(row);
  };
  const erasing = card.querySelector("[data-erase]");
  erasing.onclick = () => { // a thumb may slip: the second tap erases
    erasing.textContent = erasing.dataset.erase;
    erasing.onclick = () => erase(row.id).then(() => dispatchEvent(new HashChangeEvent("hashchange")));
  };
  return card;
}
