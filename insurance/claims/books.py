"""What a claim that was decided adds to the contract's books: its claims history, its bonus-malus, its price read them."""
from sqlalchemy import select

from insurance.claims.models import Claim, ClaimKind, ClaimState
from insurance.contracts.models import PastClaim, VersionSource
from insurance.database import db

# What a claim is called in the portfolio format, hence in the claims history.
BOOKED_AS = {
    ClaimKind.COLLISION: "accident", ClaimKind.ALONE: "accident", ClaimKind.PARKED: "parking", ClaimKind.THEFT: "theft",
    ClaimKind.ATTEMPTED_THEFT: "theft", ClaimKind.VANDALISM: "vandalism", ClaimKind.GLASS: "glass",
    ClaimKind.FIRE: "fire", ClaimKind.STORM: "other", ClaimKind.NATURAL_DISASTER: "natural_disaster",
    ClaimKind.OTHER: "other",
}


def write_in_the_books(claim: Claim) -> None:
    """Write a claim among those of its contract, inside the caller's transaction, or take out one that was refused.

    What the insurer's own files say of it, under the same reference, is worth more: it is left as it is.
    """
    row = db.session.scalar(select(PastClaim).where(PastClaim.contract_id == claim.contract_id,
                                                    PastClaim.reference == claim.reference))
    if row is not None and row.source == VersionSource.INSURER:
        return
    if claim.state == ClaimState.REFUSED:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = PastClaim(contract_id=claim.contract_id, reference=claim.reference, source=VersionSource.PORTAL)
        db.session.add(row)
    row.occurred_on, row.kind, row.has_injury = claim.occurred_on, BOOKED_AS[ClaimKind(claim.kind)], claim.has_injury
    row.at_fault_percent, row.is_closed = claim.liability_percent or 0, claim.state == ClaimState.CLOSED
