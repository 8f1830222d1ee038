// What this phone keeps of the attestation, read straight from its caches.
const names = async () => ("caches" in window ? (await caches.keys()).filter((name) => name.startsWith("proof-")) : []);

/** The newest saved page, or undefined. */
export async function savedPage() {
  for (const name of (await names()).reverse()) {
    const page = await (await caches.open(name)).match("/attestation", { ignoreSearch: true, ignoreVary: true });
    if (page) return page;
  }
}

/** Erase it. */
export async function forgetSaved() {
  await Promise.all((await names()).map((name) => caches.delete(name)));
}

/** When the insurer made the saved page, in the words of this phone's clock; null without a copy. */
export async function savedAt() {
  const page = await savedPage();
  const made = page && (await page.text()).match(/data-checked-at="([^"]+)"/);
  return made ? new Date(made[1]) : null;
}

/** A date and time as the portal writes them: 5 décembre 2026 à 14 h 32. */
export function inWords(date) {
  const day = date.toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
  return `${day} à ${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}
