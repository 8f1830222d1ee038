// A form is sent once: a second tap waits for the answer to the first.
const FORGET_AFTER_MS = 10_000; // a download answers without leaving the page

export function mount(form) {
  let sender = null;
  let timer = 0;

  const release = () => {
    clearTimeout(timer);
    sender?.removeAttribute("aria-busy");
    sender = null;
  };

  form.addEventListener("submit", (event) => {
    if (sender) {
      event.preventDefault();
      event.stopImmediatePropagation(); // htmx listens to the same event
      return;
    }
    sender = event.submitter ?? form;
    sender.setAttribute("aria-busy", "true");
    timer = setTimeout(release, FORGET_AFTER_MS);
  }, { capture: true });

  form.addEventListener("htmx:finally:request", release);
  addEventListener("pageshow", release); // back from the next page, the form may be corrected and sent again
}
