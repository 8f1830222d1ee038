// Tells the worker whose phone this is and which proof is the newest: it keeps it, or already has it.
export async function mount(element) {
  if (!("serviceWorker" in navigator)) return;
  const { customerKey, proofVersion } = element.dataset;
  await navigator.serviceWorker.register("/service-worker.js");
  const { active } = await navigator.serviceWorker.ready;
  if (!customerKey) return active.postMessage({ type: "forget" });
  active.postMessage({ type: "keep", key: customerKey, version: proofVersion });
  navigator.storage?.persist?.().catch(() => {});
}
