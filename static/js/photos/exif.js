// When and where a JPEG was taken, as its camera wrote it (Exif 2.3). Anything unexpected is no answer, never an error.
const SEGMENTS = 20;
const TAGS = { exif: 0x8769, gps: 0x8825, taken: 0x9003, offset: 0x9011 };
const GPS = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 };

/** { takenAt: ISO instant, latitude, longitude }, each present when the picture says it. */
export function readShot(buffer) {
  try {
    const tiff = findTiff(new DataView(buffer));
    return tiff ? { ...readTime(tiff), ...readPlace(tiff) } : {};
  } catch {
    return {};
  }
}

function findTiff(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2, left = SEGMENTS; left > 0 && view.getUint8(at) === 0xff; left -= 1) {
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      const base = at + 10;
      return { view, base, isLittle: view.getUint16(base) === 0x4949 };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

const u16 = ({ view, base, isLittle }, at) => view.getUint16(base + at, isLittle);
const u32 = ({ view, base, isLittle }, at) => view.getUint32(base + at, isLittle);

/** The entries of a directory of tags: tag → where its value is. */
function entries(tiff, at) {
  const found = new Map();
  for (let n = 0, count = u16(tiff, at); n < count; n += 1) {
    const entry = at + 2 + n * 12;
    const size = [0, 1, 1, 2, 4, 8][u16(tiff, entry + 2)] * u32(tiff, entry + 4);
    found.set(u16(tiff, entry), size > 4 ? u32(tiff, entry + 8) : entry + 8);
  }
  return found;
}

const first = (tiff) => entries(tiff, u32(tiff, 4));

function readTime(tiff) {
  const exif = first(tiff).get(TAGS.exif);
  if (exif === undefined) return {};
  const tags = entries(tiff, u32(tiff, exif));
  const [day, hour] = text(tiff, tags.get(TAGS.taken), 19).split(" ");
  const zone = tags.has(TAGS.offset) ? text(tiff, tags.get(TAGS.offset), 6) : ""; // none: the time of the phone's own place
  const taken = new Date(`${day.replaceAll(":", "-")}T${hour}${/^[+-]\d\d:\d\d$/.test(zone) ? zone : ""}`);
  return Number.isNaN(taken.getTime()) ? {} : { takenAt: taken.toISOString() };
}

const text = ({ view, base }, at, length) =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + base + at, length));

function readPlace(tiff) {
  const gps = first(tiff).get(TAGS.gps);
  if (gps === undefined) return {};
  const tags = entries(tiff, u32(tiff, gps));
  const place = { latitude: degrees(tiff, tags, GPS.latitude, GPS.latitudeRef), longitude: degrees(tiff, tags, GPS.longitude, GPS.longitudeRef) };
  const isThere = Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180 && (place.latitude || place.longitude);
  return isThere ? place : {};
}

function degrees(tiff, tags, value, reference) {
  const [whole, minutes, seconds] = [0, 8, 16].map((step) => u32(tiff, tags.get(value) + step) / u32(tiff, tags.get(value) + step + 4));
  const isNegative = "SW".includes(text(tiff, tags.get(reference), 1));
  return Number(((whole + minutes / 60 + (seconds || 0) / 3600) * (isNegative ? -1 : 1)).toFixed(5));
}
