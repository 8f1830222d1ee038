// Tries the page again: when asked, and by itself once the insurer answers. A network that only seems to return does nothing.
const EVERY_MS = 20_000;
const ONCE_ONLINE_MS = [0, 1_000, 4_000]; // a phone says that it is online a little before it is

export function mount(button) {
  const again = () => (location.pathname === "/hors-ligne" ? location.replace("/") : location.reload());
  const tryAlone = async () => {
    if (!navigator.onLine || document.visibilityState !== "visible") return;
    const answer = await fetch("/session", { cache: "no-store" }).catch(() => null);
    if (answer && answer.status < 500) again();
  };
  button.addEventListener("click", again);
  addEventListener("online", () => ONCE_ONLINE_MS.forEach((delay) => setTimeout(tryAlone, delay)));
  setInterval(tryAlone, EVERY_MS);
}
