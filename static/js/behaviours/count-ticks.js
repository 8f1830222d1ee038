// Says how many boxes of the constat are marked for each vehicle.
export function mount(words) {
  const form = words.closest("form");
  const count = (name) => form.querySelectorAll(`input[name="${name}"]:checked`).length;
  form.addEventListener("change", () => {
    const said = `Cases marquées : A ${count(words.dataset.a)}, B ${count(words.dataset.b)}`;
    if (words.textContent !== said) words.textContent = said;
  });
}
