// What is said of photos and of their journey, with the spaces of French.
const SPACE = "\u00a0";
const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

/** 312 Ko, 2,6 Mo. */
export function weight(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))}${SPACE}Ko`;
  const megabytes = bytes / 1_000_000;
  return `${megabytes < 10 ? number.format(megabytes) : Math.round(megabytes)}${SPACE}Mo`;
}

/** 8 photos, 2,6 Mo au lieu de 28 Mo. */
export function total(pieces) {
  const sum = (name) => pieces.reduce((all, one) => all + one[name], 0);
  const count = `${pieces.length}${SPACE}photo${pieces.length > 1 ? "s" : ""}, ${weight(sum("size"))}`;
  return sum("size") < 0.9 * sum("originalSize") ? `${count} au lieu de ${weight(sum("originalSize"))}` : count;
}

export const FLAWS = {
  dark: "Cette photo est presque noire. Refaites-la si vous pouvez, celle-ci est gardée.",
  blurred: "Cette photo semble floue. Refaites-la si vous pouvez, celle-ci est gardée.",
  unread: "Ce téléphone ne sait pas montrer ce fichier : il partira tel quel.",
};

/** 14 h 32. */
export const hour = (date) => `${date.getHours()}${SPACE}h${SPACE}${String(date.getMinutes()).padStart(2, "0")}`;
