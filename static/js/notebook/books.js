// The books of this phone: rows in IndexedDB. A promise is kept once the row is on the disk, whatever happens to the page.
// `owners`: the keys. `notebooks`: a line each, its answers sealed. `pieces`: a photo or a paper each, sealed.
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("carnet", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("owners", { keyPath: "id" });
      asked.result.createObjectStore("notebooks", { keyPath: "id" });
      asked.result.createObjectStore("pieces", { keyPath: "id" }).createIndex("notebook", "notebook");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => { opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  opened.catch(() => { opened = null; });
  return opened;
}

/** Do one thing to one store. A browser may close the books at any time, iPhones often do: they are opened again. */
async function within(store, mode, action, waits = [0, 50, 300]) {
  try {
    return await once(store, mode, action);
  } catch (error) {
    opened = null;
    if (!waits.length || error?.name === "QuotaExceededError") throw error;
    await new Promise((resolve) => setTimeout(resolve, waits[0]));
    return within(store, mode, action, waits.slice(1));
  }
}

async function once(store, mode, action) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const asked = action(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error ?? asked?.error ?? new Error("closed"));
  });
}

export const get = (store, id) => within(store, "readonly", (rows) => rows.get(id));
export const all = (store) => within(store, "readonly", (rows) => rows.getAll());
export const put = (store, row) => within(store, "readwrite", (rows) => rows.put(row));
export const remove = (store, id) => within(store, "readwrite", (rows) => rows.delete(id));
export const piecesOf = (id) => within("pieces", "readonly", (rows) => rows.index("notebook").getAll(id));

/** Change a row as it is now, and return it: two tabs that change different things lose nothing of each other. */
export async function change(store, id, changes) {
  let row = null;
  await within(store, "readwrite", (rows) => {
    const asked = rows.get(id);
    asked.onsuccess = () => {
      row = asked.result && { ...asked.result, ...(typeof changes === "function" ? changes(asked.result) : changes) };
      if (row) rows.put(row);
    };
  });
  return row;
}

const channel = "BroadcastChannel" in self ? new BroadcastChannel("carnet") : null;
const listeners = new Set();

/** Say to this page and to the others of this phone that something of a notebook has changed. */
export function tell(event) {
  channel?.postMessage(event);
  for (const listener of listeners) listener(event);
}

export function listen(listener) {
  listeners.add(listener);
  channel?.addEventListener("message", ({ data }) => listener(data));
}
