// A picture made small on the phone: upright, 1600 pixels at most, under 400 KB, without what its camera wrote in it.
import { readShot } from "./exif.js";
import { flawOf } from "./look.js";

const SIDE = 1600;
const SPARING_SIDE = 1280;
const BYTES = 400_000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5];
const HEAD = 256 * 1024; // what a camera writes of a picture stands before it
const THUMBNAIL = 112;

export const isSparing = () => Boolean(navigator.connection?.saveData);

/**
 * { bytes, type, originalSize, shot, flaw, thumbnail }. `flaw`: "dark", "blurred", or "unread" when this phone cannot open
 * the file, which is then left as it is, like a paper. Bytes are an ArrayBuffer: an iPhone can lose a Blob that it stores.
 */
export async function shrink(file, sparing = isSparing()) {
  const untouched = { type: file.type, originalSize: file.size, shot: {}, flaw: null, thumbnail: null };
  if (file.type === "application/pdf") return { ...untouched, bytes: await file.arrayBuffer() };
  const shot = readShot(await file.slice(0, HEAD).arrayBuffer());
  const picture = await decode(file).catch(() => null);
  if (!picture) return { ...untouched, bytes: await file.arrayBuffer(), shot, flaw: "unread" };
  try {
    const bytes = await encode(picture, sparing ? SPARING_SIDE : SIDE);
    const small = drawn(picture, THUMBNAIL);
    return {
      bytes, type: "image/jpeg", originalSize: file.size, shot, flaw: flawOf(drawn(picture, 640)),
      thumbnail: await (await toBlob(small, 0.6)).arrayBuffer(),
    };
  } finally {
    picture.close?.();
  }
}

/** The picture, turned upright by the browser. */
async function decode(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
}

async function encode(picture, side) {
  const canvas = drawn(picture, side);
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await toBlob(canvas, quality);
    if (blob.size <= BYTES) return blob.arrayBuffer();
  }
  return side > SPARING_SIDE ? encode(picture, SPARING_SIDE) : blob.arrayBuffer();
}

/** Straight to a small canvas: one of the size of the picture is black on an iPhone (16 megapixels at most). */
function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: side === 640 });
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const toBlob = (canvas, quality) => new Promise((resolve, reject) => {
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality);
});
