// What a contract is worth at an instant. The same table as insurance/contracts/rules.py: cover_at; one test feeds both.
// `dates`: milliseconds or null. Each is the first instant of what it names.
export function coverAt(dates, moment) {
  if (dates.endsAt !== null && moment >= dates.endsAt) return "ended";
  if (isSuspended(dates, moment)) return "suspended";
  if (moment < dates.beginsAt) return "not_yet";
  if (dates.provisionalUntil !== null && moment < dates.provisionalUntil) return "provisional";
  return "valid";
}

function isSuspended({ suspendedFrom, resumesAt }, moment) {
  if (suspendedFrom === null || moment < suspendedFrom) return false;
  return resumesAt === null || moment < Math.max(resumesAt, suspendedFrom);
}

// A copy is fresh for a while. Before it was made, the clock of the phone is wrong: the copy cannot judge itself.
const TOLERANCE = 10 * 60 * 1000;

export function copyAt({ checkedAt, trustedUntil }, moment) {
  if (moment < checkedAt - TOLERANCE) return "clock";
  return moment >= trustedUntil ? "old" : "fresh";
}

// How long ago, in words: "il y a 3 jours", "3 days ago"; nothing for less than a minute.
export function ago(milliseconds, language) {
  const minutes = Math.floor(Math.max(milliseconds, 0) / 60000);
  if (minutes < 1) return "";
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.RelativeTimeFormat(language).format(-Math.floor(count), unit).replaceAll(/(\d) /g, "$1\u00a0");
}
