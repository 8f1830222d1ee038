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

// How long ago, in words.
export function ago(milliseconds) {
  const minutes = Math.floor(Math.max(milliseconds, 0) / 60000);
  const plural = (count, word) => `il y a ${count}\u00a0${word}${count > 1 ? "s" : ""}`;
  if (minutes < 1) return "à l’instant";
  if (minutes < 60) return plural(minutes, "minute");
  if (minutes < 1440) return plural(Math.floor(minutes / 60), "heure");
  return plural(Math.floor(minutes / 1440), "jour");
}
