// The JSON at an address of the portal, null for an error. Gives up in time: a poor network accepts and never answers.
export async function answerOf(address, cache, patienceMs) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const answer = await fetch(address, { cache, signal: patience.signal });
    return answer.ok ? await answer.json() : null;
  } finally {
    clearTimeout(timer);
  }
}
