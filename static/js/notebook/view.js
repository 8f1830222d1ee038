// Small things that the views share: every word and every piece of markup is in the page, in a <template>.
export const part = (element, name) => element.querySelector(`[data-${name}]`);
export const parts = (element, name) => [...element.querySelectorAll(`[data-${name}]`)];
export const template = (name) => document.getElementById(`template-${name}`).content.firstElementChild.cloneNode(true);

/** Write words where the page says `data-slot`. */
export function fill(element, words) {
  for (const [name, value] of Object.entries(words)) {
    for (const slot of element.querySelectorAll(`[data-slot="${name}"]`)) slot.textContent = value;
  }
}
