// What this phone keeps of the customer's vehicles: a file that the worker saved with the proof.
import { coverAt } from "../cover.js";

const PATH = "/attestation/constat.json";
const instant = (text) => (text ? Date.parse(text) : null);

/** The vehicles, and whether each is covered by the phone's own clock; none when this phone keeps no proof. */
export async function keptVehicles() {
  for (const name of "caches" in window ? await caches.keys() : []) {
    const file = name.startsWith("proof-") && await (await caches.open(name)).match(PATH);
    if (file) return (await file.json()).contracts.map((one) => ({ ...one, isCovered: isCovered(one) }));
  }
  return [];
}

function isCovered({ beginsAt, endsAt, suspendedFrom, resumesAt }) {
  const dates = { beginsAt: instant(beginsAt), endsAt: instant(endsAt), suspendedFrom: instant(suspendedFrom), resumesAt: instant(resumesAt), provisionalUntil: null };
  return coverAt(dates, Date.now()) === "valid";
}
