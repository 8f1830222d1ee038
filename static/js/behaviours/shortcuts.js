// One letter, one place: a key typed outside any field follows the link, or enters the field, that carries it (data-key).
// j and k walk through the lines of the list.
const TYPING = "input, textarea, select, [contenteditable]";
const LINES = ".desk-row a, .desk-queue a";

function walk(step) {
  const lines = [...document.querySelectorAll(LINES)];
  const here = lines.indexOf(document.activeElement);
  lines[Math.max(0, Math.min(lines.length - 1, here + step))]?.focus();
}

export function mount() {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(TYPING)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j" || event.key === "k") return walk(event.key === "j" ? 1 : -1);
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches(TYPING)) target.focus();
    else target.click();
  });
}
