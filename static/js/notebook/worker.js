// Sends what waits once the browser finds a network again, also when no page is open (Background Sync). It serves no page.
import { deliver } from "./delivery.js";

self.addEventListener("sync", (event) => {
  event.waitUntil(deliver().then((said) => {
    if (said === "offline" || said === "later") throw new Error(said); // the browser tries again, less and less often
  }));
});
