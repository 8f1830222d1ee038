// The one module: gives each element with data-behaviour="a b" what behaviours/a.js and behaviours/b.js do, once.
const mounted = new WeakMap();

async function mount(element, name) {
  const names = mounted.get(element) ?? new Set();
  if (names.has(name) || !/^[a-z-]+$/.test(name)) return;
  mounted.set(element, names.add(name));
  try {
    (await import(`./behaviours/${name}.js`)).mount(element);
  } catch (error) {
    console.warn(`behaviour ${name}:`, error); // the page works without it
  }
}

function mountAll() {
  for (const element of document.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(/\s+/)) mount(element, name);
  }
}

mountAll();
document.addEventListener("htmx:after:swap", mountAll);
