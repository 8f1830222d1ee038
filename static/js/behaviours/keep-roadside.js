// Has the worker keep the pages of an accident: somebody who opens one may lose the network next.
export async function mount() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/service-worker.js");
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ type: "kit" });
}
