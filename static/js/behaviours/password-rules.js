// Ticks each rule of a password while it is typed. Silent for a screen reader: the list is read when one goes through it.
const RULES = {
  length: (password) => [...password].length >= 8,
  lower: (password) => /\p{Ll}/u.test(password),
  upper: (password) => /\p{Lu}/u.test(password),
  digit: (password) => /\d/.test(password),
  symbol: (password) => /[^\p{L}\p{N}\s]/u.test(password),
};

export function mount(list) {
  const input = document.getElementById(list.dataset.for);
  if (!input) return;

  const check = () => {
    for (const item of list.querySelectorAll("[data-rule]")) {
      const met = RULES[item.dataset.rule]?.(input.value) ?? false;
      item.classList.toggle("password-rules__rule--met", met);
    }
  };

  input.addEventListener("input", check);
  check();
}
