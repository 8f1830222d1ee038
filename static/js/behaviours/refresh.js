// Asks the element to bring itself up to date: data-hx-trigger="refresh" does the rest.
const EVERY_MS = 120_000;
const AT_MOST_EVERY_MS = 5_000; // unlocking a phone makes it visible and brings the network back at once

export function mount(element) {
  const life = new AbortController();
  let last = performance.now();

  const refresh = () => {
    if (!element.isConnected) return stop();
    if (document.visibilityState !== "visible" || performance.now() - last < AT_MOST_EVERY_MS) return;
    last = performance.now();
    element.dispatchEvent(new CustomEvent("refresh"));
  };

  const timer = setInterval(refresh, EVERY_MS);
  const stop = () => {
    clearInterval(timer);
    life.abort();
  };

  document.addEventListener("visibilitychange", refresh, { signal: life.signal });
  addEventListener("online", refresh, { signal: life.signal });
}
