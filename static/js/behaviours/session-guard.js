// A page that the browser brings back from memory hides until it knows that somebody is still signed in.
import { savedPage } from "../saved.js";

export function mount() {
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    const answer = await fetch("/session", { cache: "no-store" }).catch(() => null);
    const stays = answer ? answer.ok : Boolean(await savedPage());
    if (stays) document.documentElement.hidden = false;
    else location.replace("/connexion");
  });
}
