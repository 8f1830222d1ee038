// Days and hours as people say them, by the clock of this phone.
const SPACE = "\u00a0";

/** 14 novembre à 18 h 22. */
export function day(date) {
  const [number, month] = [date.getDate(), date.toLocaleDateString("fr-FR", { month: "long" })];
  return `${number === 1 ? "1er" : number}${SPACE}${month} à ${hour(date)}`;
}

/** 14 h 32. */
export const hour = (date) => `${date.getHours()}${SPACE}h${SPACE}${String(date.getMinutes()).padStart(2, "0")}`;
