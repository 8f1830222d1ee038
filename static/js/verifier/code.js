// Sends the short code that the checking page left in the address, so that nobody types it twice.

const form = document.getElementById("code-form");
const code = decodeURIComponent(location.hash.slice(1));

if (code && code.length <= 40) {
  history.replaceState(null, "", location.pathname); // a step back must not send it again
  form.elements.code.value = code;
  form.requestSubmit();
}
