// The insurer's published keys: from the network when it answers in time, else the copy kept by an earlier check.

import { answerOf } from "./network.js";

const ADDRESS = "/.well-known/mva-keys.json";
const PATIENCE_MS = 2500;
const NAME = "mva-keys";

// The key set and whether it is fresh, or null when neither the network nor this phone has one.
export async function publishedKeys() {
  const fresh = await fetched();
  if (fresh) keep(fresh);
  const keySet = fresh ?? kept();
  return keySet && { keySet, isFresh: Boolean(fresh) && navigator.onLine }; // offline, the worker answers from its copy
}

async function fetched() {
  try {
    return readable(await answerOf(ADDRESS, "no-cache", PATIENCE_MS));
  } catch {
    return null; // no network, or too slow: the kept copy will do
  }
}

function keep(keySet) {
  try {
    localStorage.setItem(NAME, JSON.stringify(keySet));
  } catch {
    // a private window may refuse to keep anything
  }
}

function kept() {
  try {
    return readable(JSON.parse(localStorage.getItem(NAME)));
  } catch {
    return null;
  }
}

const readable = (keySet) => (Array.isArray(keySet?.keys) ? keySet : null);
