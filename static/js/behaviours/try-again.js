// Tries the page again: when asked, and by itself when the network returns.
export function mount(button) {
  const again = () => (location.pathname === "/hors-ligne" ? location.replace("/") : location.reload());
  button.addEventListener("click", again);
  addEventListener("online", again);
}
