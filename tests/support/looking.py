"""What must hold on every page of a real browser: nothing in the console, no barrier, no sideways scroll."""
from axe_playwright_python.sync_playwright import Axe

AXE = Axe()
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
NARROW, DOUBLED = {"width": 320, "height": 640}, "200%"
WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 3).map((one) => one.tagName + "." + one.className).join(", ") || "the page";
}"""


class Looker:
    """Remembers what a page complains about, and looks at it in every light and at every size."""

    def __init__(self, phone):
        self.phone, self.page, self.faults = phone, phone.page, []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))

    def look(self, name: str = "") -> None:
        """Look at the page that is open, once its behaviours are there."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(100)
        self.name = name or self.page.url
        screen = self.page.viewport_size
        for scheme, rules in (("dark", {"runOnly": ["color-contrast"]}), ("light", None)):
            self.page.emulate_media(color_scheme=scheme)
            self.page.evaluate(TWO_FRAMES)
            for one in AXE.run(self.page, options=rules).response["violations"]:
                where = "; ".join(node["html"][:120] for node in one["nodes"][:2])
                self._fault(f"{scheme}: {one['id']}: {where}")
        self.page.set_viewport_size(NARROW)
        self._check_width("320 px")
        self.page.evaluate("size => { document.documentElement.style.fontSize = size; }", DOUBLED)
        self._check_width("320 px and letters twice as large")
        self.page.set_viewport_size(screen)
        self._check_width("letters twice as large")
        self.page.evaluate("() => { document.documentElement.style.fontSize = ''; }")

    def _check_width(self, size: str) -> None:
        self.page.evaluate(TWO_FRAMES)
        wide = self.page.evaluate(WIDER_THAN_THE_SCREEN)
        if wide:
            self._fault(f"{size}: wider than the screen: {wide}")

    def _hear(self, message) -> None:
        is_own_status = "Failed to load resource" in message.text and message.location["url"] == self.page.url
        if message.type in ("error", "warning") and not is_own_status:
            self._fault(f"console: {message.text} {message.location['url']}")

    def _fault(self, words: str) -> None:
        self.faults.append(f"{getattr(self, 'name', self.page.url)}: {words}")
