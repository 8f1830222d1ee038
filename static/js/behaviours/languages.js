// The page holds its words in every language; which one is shown is an attribute. The choice stays on this phone.
const CHOICE = "language";
const { body } = document;

// A choice replaces one preference, and falls when the profile prefers another.
function chosen() {
  try {
    const [preferred, language] = (localStorage.getItem(CHOICE) ?? "").split(">");
    return preferred === body.dataset.preferred ? language : null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keep(language) {
  try {
    localStorage.setItem(CHOICE, `${body.dataset.preferred}>${language}`);
  } catch {
    // shown all the same
  }
}

export function mount(menu) {
  const links = [...menu.querySelectorAll("a")];
  const known = (language) => links.some((link) => link.lang === language);

  const speak = (language) => {
    body.dataset.language = language;
    for (const link of links) {
      if (link.lang === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  menu.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    keep(link.lang);
    speak(link.lang);
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  const asked = new URLSearchParams(location.search).get("langue");
  if (known(asked)) keep(asked);
  speak([asked, chosen(), body.dataset.preferred].find(known));
}
