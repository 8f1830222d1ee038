"""Somebody who writes a notebook on a phone, and what the insurer's books say of it."""
import contextlib
import json
import sqlite3

from tests.support import pictures

STORY = "J’étais à l’arrêt au feu, il m’a heurtée à l’arrière."
PHOTOS = {name: pictures.photo(1000, 750, seed=seed) for seed, name in enumerate(("plates", "overview", "damage"), 1)}
"""Three photos of an accident, in the order in which they must leave."""


class Notebook:
    """What a thumb does, by the names of the fields."""

    def __init__(self, phone):
        self.phone, self.page = phone, phone.page

    def open(self, address="/carnet") -> None:
        """Open the page, and wait until it is alive."""
        self.phone.go(address)
        self.page.locator("[data-view]:not([hidden])").first.wait_for()

    def begin(self) -> str:
        """Begin a notebook; return its reference."""
        self.open()
        self.page.get_by_role("button", name="Commencer un carnet").click()
        self.at("kind")
        return self.page.locator("[data-place] [data-slot=reference]").inner_text()

    def at(self, step) -> None:
        """Wait until a step is on the screen."""
        self.page.locator(f"[data-step={step}]:not([hidden])").wait_for()

    def choose(self, step, **values) -> None:
        """Answer fields of the step that is open: a choice by its value, a text as it is typed."""
        for name, value in values.items():
            field = self.page.locator(f"[name='{step}-{name}']").first
            if field.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f"[name='{step}-{name}'][value='{value}']").check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def go_on(self, to) -> None:
        """Touch the button of the step, and wait for the next one."""
        self.page.locator("[data-step]:not([hidden]) .button--primary[type=submit]").click()
        if to == "review":
            self.page.locator("[data-review]:not([hidden])").wait_for()
        else:
            self.at(to)

    def write_a_collision(self, day, until="review") -> None:
        """Answer everything that a collision asks, from the first step to `until`; photos are apart."""
        self.choose("kind", kind="collision")
        self.go_on("contract")
        self.choose("contract", driver="Sophie Marchand")
        self.go_on("when")
        self.choose("when", occurred_on=day, occurred_at="18:05", place="12 rue de la Gare, Lille")
        self.go_on("injuries")
        self.choose("injuries", injured="no")
        self.go_on("circumstances")
        self.choose("circumstances", report="none", story=STORY)
        self.go_on("people")
        self.go_on("damage")
        self.choose("damage", impacts="rear", drivable="yes")
        self.go_on("pieces")
        if until == "review":
            self.finish_writing()

    def finish_writing(self) -> None:
        """Go from the photos to the last page."""
        self.go_on("contact")
        self.choose("contact", phone="06 39 98 01 18")
        self.go_on("review")

    def photograph(self, *kinds) -> None:
        """Take photos of the guided list, and wait until each is on the phone."""
        for kind in kinds:
            count = self.page.locator("[data-piece]:visible").count()
            self.page.locator(f"[data-kind={kind}]:visible input").set_input_files(
                {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": PHOTOS[kind]})
            self.page.locator("[data-piece]:visible").nth(count).wait_for()

    def hold_photos(self, is_held=True) -> None:
        """Say that photos wait for a Wi-Fi, or not any more."""
        self.page.locator("[data-hold]:visible").set_checked(is_held)

    def wait_until_only_photos_wait(self, count=1) -> None:
        """Wait until the phone itself says that all has left but photos which wait: what the insurer has may be unheard yet."""
        self.page.locator("[data-said=done]:visible").wait_for()
        self.page.locator("[data-slot=waiting]", has_text=f"{count}\u00a0élément").wait_for()

    def declare(self) -> None:
        """Touch the last button, whatever it says."""
        self.page.locator("[data-finish]").click()
        self.page.locator("[data-view=end]:not([hidden])").wait_for()

    def wait_for_receipts(self, count) -> None:
        """Wait until so many pieces say that they were received."""
        self.page.locator("[data-state=received]:visible").nth(count - 1).wait_for()

    @property
    def states(self) -> list[str]:
        """The state of each piece on the screen."""
        return self.page.locator("[data-piece]:visible [data-state]:not([hidden])").evaluate_all(
            "all => all.map((one) => one.dataset.state)")


def books(portal, question, *values) -> list[tuple]:
    """Ask the insurer's books."""
    with contextlib.closing(sqlite3.connect(portal.instance / "portal.db", timeout=10)) as base:
        return base.execute(question, values).fetchall()


def arrived(portal, reference) -> dict:
    """Return what the insurer has of a notebook: its claims, its answers, the kinds of its pieces by state."""
    drafts = books(portal, "SELECT id, answers, claim_id, phone_times FROM claim_draft WHERE provisional_reference = ?", reference)
    if not drafts:
        return {"claims": 0, "answers": {}, "received": [], "missing": []}
    (draft, answers, claim, times), = drafts
    pieces = books(portal, "SELECT kind, state FROM claim_piece WHERE draft_id = ? ORDER BY received_at, id", draft)
    return {"claims": len(books(portal, "SELECT id FROM claim WHERE provisional_reference = ?", reference)),
            "is_filed": claim is not None, "answers": json.loads(answers), "times": json.loads(times),
            "received": [kind for kind, state in pieces if state == "received"],
            "missing": [kind for kind, state in pieces if state == "missing"]}
