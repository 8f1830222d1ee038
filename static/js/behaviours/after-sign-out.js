// Shown when the customer signed out without network.
export function mount(element) {
  element.hidden = !new URLSearchParams(location.search).has("deconnexion");
}
