// Reads a QR code in a picture: with the browser's own reader where there is one, else with ours, loaded only here.
const SIDE = 1280;
const PATIENCE = 400; // milliseconds for one picture

let reader = null;

async function makeReader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
  }
  const { decodeQR } = await import("../../vendor/qr-decode-0.7.0.min.js");
  return async (source) => {
    try {
      return decodeQR(pixelsOf(source), { timeLimit: PATIENCE });
    } catch {
      return null; // no code in this picture
    }
  };
}

function pixelsOf(source) {
  const [width, height] = [source.videoWidth ?? source.width, source.videoHeight ?? source.height];
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The text of the code in a video or a picture, null when there is none. */
export async function readCode(source) {
  reader ??= makeReader();
  reader.catch(() => { reader = null; });
  return (await reader)(source);
}

/** Look through the camera until a code is seen; `isOver` stops it. Throws when there is no camera. */
export async function watch(video, isOver) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    while (!isOver()) {
      const text = video.videoWidth ? await readCode(video) : null;
      if (text) return text;
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    return null;
  } finally {
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  }
}
