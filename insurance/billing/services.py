"""Writing what is due."""
from collections.abc import Callable, Sequence

from insurance.billing.models import Instalment
from insurance.billing.rules import standing
from insurance.contracts.terms import write
from insurance.database import db


def write_schedule(contract_id, rows: Sequence[Instalment], wanted: Sequence[dict],
                   add: Callable[[Instalment], None]) -> bool:
    """Bring the instalments of a contract (`rows`, by position) to these values, and return whether anything changed.

    Inside the caller's transaction. `wanted` is what the insurer says (`due_on`, `amount_cents`, `state`, `paid_on`);
    what was paid here stays paid (0024). Values move from row to row and positions never do, so that no two rows ever
    have the same one on the way. `add` receives the new rows.
    """
    wanted = _with_what_was_paid_here(rows, wanted)
    has_changed = len(rows) != len(wanted)
    after_last = 1 + max((row.position for row in rows), default=-1)
    for place, values in enumerate(wanted):
        if place < len(rows):
            has_changed |= write(rows[place], values)
        else:
            add(Instalment(contract_id=contract_id, position=after_last + place - len(rows), **values))
    for row in rows[len(wanted):]:
        db.session.delete(row)
    return has_changed


def _with_what_was_paid_here(rows: Sequence[Instalment], said: Sequence[dict]) -> list[dict]:
    """Return what is said of each instalment, and where that leaves it after what was paid here of that day."""
    here = {row.due_on: (row.paid_cents, row.paid_on, row.return_reason) for row in rows
            if row.paid_cents or row.return_reason}
    return [values | {"said_state": values["state"], "said_paid_on": values["paid_on"]} | standing(
        (values["state"], values["paid_on"]), values["amount_cents"], *here.get(values["due_on"], (0,))) for values in said]
