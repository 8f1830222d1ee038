// A page that the browser brings back from memory hides until it knows that somebody is still signed in.
// data-session and data-sign-in say where to ask and where to go: the desk has its own.
import { savedPage } from "../saved.js";

export function mount(element) {
  const { session = "/session", signIn = "/connexion" } = element.dataset;
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    const answer = await fetch(session, { cache: "no-store" }).catch(() => null);
    const stays = answer ? answer.ok : signIn === "/connexion" && Boolean(await savedPage());
    if (stays) document.documentElement.hidden = false;
    else location.replace(signIn);
  });
}
