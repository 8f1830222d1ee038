// Shows a link to a page when this phone keeps it.
export async function mount(element) {
  if ("caches" in window && await caches.match(element.querySelector("a").pathname)) element.hidden = false;
}
