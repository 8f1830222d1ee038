// Offers to install the app when the browser says that it can; on an iPhone, says how.
let offer = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  document.querySelectorAll('[data-behaviour~="install-app"]').forEach((button) => { button.hidden = false; });
});

export function mount(button) {
  const isInstalled = matchMedia("(display-mode: standalone)").matches;
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  button.hidden = isInstalled || !(offer || isApple);
  button.addEventListener("click", () => {
    if (offer) return offer.prompt();
    const words = document.createElement("p");
    words.textContent = "Touchez Partager, puis « Sur l’écran d’accueil ». Ouvrez ensuite l’application et connectez-vous une fois : l’attestation y sera gardée.";
    button.replaceWith(words);
  });
}
