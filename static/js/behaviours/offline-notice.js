// Shows the element while the phone knows it has no network.
export function mount(element) {
  const update = () => { element.hidden = navigator.onLine; };
  addEventListener("online", update);
  addEventListener("offline", update);
  update();
}
