// Leaving this phone: what is not sent yet is kept, closed, or erased, as its owner chooses. What belongs to others stays closed.
import { all } from "./books.js";
import { lock, NOBODY, recognise, whose } from "./keys.js";
import { countWaiting, erase } from "./shelf.js";

const isMine = async () => {
  const me = await whose();
  return (row) => row.customer === me || row.customer === NOBODY;
};

const ofMine = async () => (await all("notebooks")).filter(await isMine());

export const countUnsent = async () => countWaiting(await ofMine());

/** Close everything with the customer's own key. Without network, what the phone's own key closed stays closed by that one:
 * no page shows it to anybody else. */
export const keepClosed = () => recognise().catch(() => null);

export async function eraseMine() {
  for (const { id } of await ofMine()) await erase(id);
}

/** Whether somebody else left here something that the insurer does not have. */
export async function hasOthers() {
  const mine = await isMine();
  return (await countWaiting((await all("notebooks")).filter((row) => !mine(row)))) > 0;
}

/** The key leaves the phone. */
export const leave = lock;
