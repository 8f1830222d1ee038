"""Writing what is due."""
from collections.abc import Callable, Sequence

from insurance.billing.models import Instalment
from insurance.contracts.terms import write
from insurance.database import db


def write_schedule(contract_id, rows: Sequence[Instalment], wanted: Sequence[dict],
                   add: Callable[[Instalment], None]) -> bool:
    """Bring the instalments of a contract (`rows`, by position) to these values, and return whether anything changed.

    Inside the caller's transaction. Values move from row to row and positions never do, so that no two rows ever have
    the same one on the way. `add` receives the new rows.
    """
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
