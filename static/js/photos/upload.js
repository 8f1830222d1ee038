// One file to the insurer, alone: with its progress, and again by itself until a receipt comes.
const WAITS = [1, 2, 5, 15, 60].map((seconds) => seconds * 1000);
const PATIENCE = 300_000;

/** Send a form with its progress; { status, said }, status 0 when nobody answered, -1 when `signal` stopped it. */
export function post(path, form, token, onPart, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.timeout = PATIENCE;
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.onprogress = ({ loaded, total }) => onPart(loaded / total);
    request.onabort = () => resolve({ status: -1, said: {} });
    request.onloadend = () => resolve({ status: request.status, said: request.response ?? {} });
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/** What goes with a file: what the phone calls it, and when and where it was taken. */
export function formOf(bytes, type, name, { takenAt, latitude, longitude } = {}, more = {}) {
  const form = new FormData();
  for (const [field, value] of Object.entries({ ...more, taken_at: takenAt, latitude, longitude })) {
    if (value !== undefined) form.append(field, value);
  }
  form.append("file", new Blob([bytes], { type }), name);
  return form;
}

/** Send until it is received or refused: when the network fails, or the insurer cannot now, later and later. */
export async function postUntilHeard(path, form, token, onPart, isOver) {
  for (let tries = 0; ; tries += 1) {
    const { status, said } = await post(path, form, token, onPart);
    if (isOver() || (status && status < 500 && status !== 429)) return { status, said };
    onPart(null);
    await networkOr(WAITS[Math.min(tries, WAITS.length - 1)]);
  }
}

const networkOr = (wait) => new Promise((resolve) => {
  const timer = setTimeout(resolve, wait);
  addEventListener("online", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});
