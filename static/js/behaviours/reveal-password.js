// Shows what is typed in the password field the button controls, and hides it again before it is sent.
export function mount(button) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;

  const reveal = (shown) => {
    input.type = shown ? "text" : "password";
    button.firstChild.data = shown ? "Masquer" : "Afficher";
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    reveal(input.type === "password");
    input.focus();
  });
  // A password manager and the browser's history only know fields of type "password".
  input.form?.addEventListener("submit", () => reveal(false), { capture: true });
}
