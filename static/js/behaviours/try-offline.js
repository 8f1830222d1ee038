// « Tester sans réseau »: opens the saved page, its papers and its files from the phone alone, and says what happened.
const saved = (url) => fetch(url, { headers: { "X-Saved-Only": "1" } });

export function mount(button) {
  if (!navigator.serviceWorker?.controller) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    button.after(words);
    words.textContent = (await works())
      ? "Réussi : l’attestation s’ouvre sans réseau sur ce téléphone."
      : "La copie n’est pas encore complète. Restez connecté un instant, puis réessayez.";
  });
}

async function works() {
  const page = await saved("/attestation");
  if (!page.ok) return false;
  const parts = [...(await page.text()).matchAll(/(?:href|src)="((?:\/static\/|\/attestation\/)[^"#]+)"/g)];
  const answers = await Promise.all(parts.map(([, url]) => saved(url)));
  return answers.every((answer) => answer.ok);
}
