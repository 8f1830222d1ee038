// Leaving this phone: what is not sent yet is kept, closed, or erased, as its owner chooses.
import { all } from "./books.js";
import { lock, NOBODY, recognise, whose } from "./keys.js";
import { countWaiting, erase } from "./shelf.js";

const ofMine = async () => {
  const me = await whose();
  return (await all("notebooks")).filter((row) => row.customer === me || row.customer === NOBODY);
};

export const countUnsent = async () => countWaiting(await ofMine());

/** Close everything with the customer's own key, which then leaves the phone. Without network, what the phone's own key closed
 * stays closed by it: the page shows it to nobody else. */
export async function keepClosed() {
  await recognise().catch(() => {});
  await lock();
}

export async function eraseUnsent() {
  for (const { id } of await ofMine()) await erase(id);
}

