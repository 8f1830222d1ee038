// Hides what depends on another answer of the same form until it is asked. Hidden, it keeps what was typed.
const given = (form, name) => [...form.elements].filter((one) => one.name === name && one.checked).map((one) => one.value);

export function mount(form) {
  const ask = () => {
    for (const part of form.querySelectorAll("[data-asked-if]")) {
      const conditions = Object.entries(JSON.parse(part.dataset.askedIf));
      part.hidden = !conditions.every(([name, values]) => given(form, name).some((one) => values.includes(one)));
    }
  };
  form.addEventListener("change", ask);
  ask();
}
