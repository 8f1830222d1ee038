// The notebooks of an accident are written by their pages (js/notebook). The worker only keeps them closed to anybody else.

/** The books of the notebooks, null when this phone has none: asking must not make any. */
function notebookBooks() {
  return new Promise((resolve) => {
    const asked = indexedDB.open("carnet");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
  });
}

/** Do something in the books and close them; `nothing` when there are none. */
async function inNotebooks(stores, mode, action, nothing) {
  const books = await notebookBooks();
  if (!books) return nothing;
  try {
    return await new Promise((resolve, reject) => {
      const transaction = books.transaction(stores, mode);
      const asked = action(transaction);
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    books.close();
  }
}

const countNotebooks = () => inNotebooks(["notebooks"], "readonly", (books) => books.objectStore("notebooks").count(), 0);
const ownerOfNotebooks = () => inNotebooks(["owners"], "readonly", (books) => books.objectStore("owners").get("phone"), null);
const lockNotebooks = () => inNotebooks(["owners"], "readwrite", (books) => books.objectStore("owners").delete("phone"), null);

/** Another customer is signed in: what is here waits, closed, for its own. */
async function lockNotebooksOfOthers(key) {
  const owner = await ownerOfNotebooks();
  if (owner && owner.customer !== key) await lockNotebooks();
}
