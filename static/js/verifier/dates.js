// Days and hours as they are written in French; the same words as web/filters.py.

const SPACE = "\u00a0";
const PARIS = "Europe/Paris";

// A calendar day, given as midnight UTC: 5 décembre 2026.
export const day = (date) => inFull(date, "UTC");

// An instant, told in Paris: 5 décembre 2026 à 14 h 32.
export const moment = (date) => `${inFull(date, PARIS)} à ${hour(date)}`;

export function hour(date) {
  const parts = partsOf(date, PARIS, { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  return `${Number(parts.hour)}${SPACE}h${SPACE}${parts.minute.padStart(2, "0")}`;
}

export function ago(then, now) {
  const minutes = (now - then) / 60_000;
  for (const [unit, size] of [["jour", 1440], ["heure", 60], ["minute", 1]]) {
    const count = Math.floor(minutes / size);
    if (count >= 1) return `il y a ${count}${SPACE}${unit}${count > 1 ? "s" : ""}`;
  }
  return "à l’instant";
}

// The calendar day that an instant falls on in Paris, as midnight UTC.
export function parisDay(date) {
  const { year, month, day: number } = partsOf(date, PARIS, { year: "numeric", month: "numeric", day: "numeric" });
  return new Date(Date.UTC(year, month - 1, number));
}

function inFull(date, timeZone) {
  const parts = partsOf(date, timeZone, { day: "numeric", month: "long", year: "numeric" });
  return `${parts.day === "1" ? "1er" : parts.day}${SPACE}${parts.month} ${parts.year}`;
}

function partsOf(date, timeZone, options) {
  const parts = new Intl.DateTimeFormat("fr-FR", { timeZone, ...options }).formatToParts(date);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}
