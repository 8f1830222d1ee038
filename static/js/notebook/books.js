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

/** Do one thing to one store. An iPhone loses the connection now and then: it is opened again, once. */
async function within(store, mode, action, isSecond = false) {
  try {
    const base = await open();
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(store, mode, { durability: "strict" });
      const asked = action(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onabort = () => reject(transaction.error ?? asked?.error);
    });
  } catch (error) {
    opened = null;
    if (isSecond || error?.name === "QuotaExceededError") throw error;
    return within(store, mode, action, true);
  }
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
