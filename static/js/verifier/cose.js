// Reads and checks a signed proof of insurance. The format, and the order of the answers, are docs/proof-format.md.

const MAX_TOKEN_BYTES = 512;
const BYTES_OF_DIGITS = { 3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7 };
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DAY_MS = 86_400_000;
const LAST_DATE_MS = 8.64e15;
const [UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6];
const LENGTH_BYTES = { 24: 1, 25: 2, 26: 4, 27: 8 };
const HEADER = [0xa2, 0x01, 0x26, 0x04, 0x44]; // {1: ES256, 4: key id of four bytes}, up to the key id

export class Unreadable extends Error {}

// The verdict on the digits of a proof at an instant, under a published key set; its facts, when they are the insurer's.
export async function check(digits, keySet, now) {
  let parts, facts;
  try {
    parts = partsOf(fromDigits(digits));
  } catch (error) {
    return refusedUnless(error, Unreadable);
  }
  const key = await keyOf(parts.kid, keySet);
  if (!key) return { verdict: "unknown-key" };
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  if (!(await crypto.subtle.verify(algorithm, key, parts.signature, toBeSigned(parts)))) return { verdict: "forged" };
  try {
    facts = factsOf(parts.payload);
  } catch (error) {
    return refusedUnless(error, Unreadable);
  }
  return { verdict: now < facts.expiresAt ? "valid" : "expired", facts };
}

// The facts that these digits tell, whoever signed them: for a reader who asks nothing of them but to be typed again.
export const told = (digits) => factsOf(partsOf(fromDigits(digits)).payload);

function refusedUnless(error, expected) {
  if (!(error instanceof expected)) throw error;
  return { verdict: "unreadable" };
}

// Every 17 digits are a number of 7 bytes; the last group may be shorter.
export function fromDigits(digits) {
  if (!/^\d*$/.test(digits) || digits.length > 3 * MAX_TOKEN_BYTES) throw new Unreadable("digits");
  const bytes = [];
  for (const group of digits.match(/\d{1,17}/g) ?? []) {
    const size = BYTES_OF_DIGITS[group.length];
    let number = BigInt(group);
    if (!size || number >> BigInt(8 * size)) throw new Unreadable("group");
    const start = bytes.length;
    for (let at = size - 1; at >= 0; at -= 1, number >>= 8n) bytes[start + at] = Number(number & 255n);
  }
  return Uint8Array.from(bytes);
}

// The few shapes of CBOR that a proof uses, each in its only deterministic writing. Anything else is unreadable.
export function decode(bytes) {
  let at = 0;

  function take(count) {
    if (at + count > bytes.length) throw new Unreadable("end");
    at += count;
    return bytes.subarray(at - count, at);
  }

  function head() {
    const [first] = take(1);
    const short = first & 31;
    if (short < 24) return [first >> 5, short];
    const count = LENGTH_BYTES[short];
    if (!count) throw new Unreadable("length");
    const value = take(count).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < (count === 1 ? 24 : 256 ** (count / 2)) || !Number.isSafeInteger(value)) throw new Unreadable("length");
    return [first >> 5, value];
  }

  function item(depth) {
    if (depth > 4) throw new Unreadable("depth");
    const [major, value] = head();
    switch (major) {
      case UINT: return value;
      case NEGATIVE: return -1 - value;
      case BYTES: return take(value);
      case TEXT: return text(take(value));
      case ARRAY: return items(value, () => item(depth + 1));
      case MAP: return map(value, depth + 1);
      case TAG: return { tag: value, value: item(depth + 1) };
      default: throw new Unreadable("type");
    }
  }

  function items(count, read) {
    if (count > bytes.length - at) throw new Unreadable("end");
    return Array.from({ length: count }, read);
  }

  function map(count, depth) {
    const pairs = items(count, () => [item(depth), item(depth)]);
    const isInOrder = ([key], n) => Number.isInteger(key) && key >= 0 && (n === 0 || key > pairs[n - 1][0]);
    if (!pairs.every(isInOrder)) throw new Unreadable("keys");
    return new Map(pairs);
  }

  const whole = item(0);
  if (at !== bytes.length) throw new Unreadable("rest");
  return whole;
}

function text(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable("text");
  }
}

function partsOf(token) {
  const message = token.length <= MAX_TOKEN_BYTES ? decode(token) : null;
  const items = message?.tag === 18 && Array.isArray(message.value) ? message.value : [];
  const [header, unprotected, payload, signature] = items;
  const isOurs = items.length === 4
    && isBytes(header, HEADER.length + 4) && HEADER.every((byte, at) => header[at] === byte)
    && unprotected instanceof Map && unprotected.size === 0
    && isBytes(payload, payload?.length)
    && isBytes(signature, 64);
  if (!isOurs) throw new Unreadable("message");
  return { header, kid: header.subarray(HEADER.length), payload, signature };
}

const isBytes = (value, length) => value instanceof Uint8Array && value.length === length;

// The Sig_structure: ["Signature1", header, no external data, payload].
function toBeSigned({ header, payload }) {
  const context = new TextEncoder().encode("Signature1");
  return Uint8Array.from([0x84, 0x6a, ...context, ...byteString(header), 0x40, ...byteString(payload)]);
}

function byteString(bytes) {
  const size = bytes.length;
  const head = size < 24 ? [0x40 + size] : size < 256 ? [0x58, size] : [0x59, size >> 8, size & 255];
  return [...head, ...bytes];
}

async function keyOf(kid, keySet) {
  const name = Array.from(kid, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const jwk = keySet.keys.find((one) => one.kid === name);
  if (!jwk) return null;
  const { kty, crv, x, y } = jwk;
  return crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
}

function factsOf(payload) {
  const entries = decode(payload);
  if (!(entries instanceof Map)) throw new Unreadable("facts");

  function taken(key, isRight) {
    const value = entries.get(key);
    entries.delete(key);
    if (!isRight(value)) throw new Unreadable(`fact ${key}`);
    return value;
  }
  const words = (key) => taken(key, (value) => typeof value === "string" && value.trim() !== "");
  const isDate = (unit) => (value) => Number.isInteger(value) && value >= 0 && value * unit <= LAST_DATE_MS;
  const instant = (key, unit) => new Date(unit * taken(key, isDate(unit)));

  const isRegistered = entries.has(4);
  const facts = {
    code: codeText(taken(1, (value) => isBytes(value, 8) && value[0] < 16)),
    contractNumber: words(2),
    holderName: words(3),
    plate: words(isRegistered ? 4 : 5),
    isRegistered,
    vehicle: words(6),
    effectiveOn: instant(7, DAY_MS),
    provisionalUntil: entries.has(8) ? instant(8, DAY_MS) : null,
    issuedAt: instant(9, 1000),
    expiresAt: instant(10, 1000),
  };
  if (entries.size) throw new Unreadable("more facts");
  return facts;
}

function codeText(packed) {
  const number = packed.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return Array.from({ length: 12 }, (_, n) => CROCKFORD[Number((number >> BigInt(55 - 5 * n)) & 31n)]).join("");
}
