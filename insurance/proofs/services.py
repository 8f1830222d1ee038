"""Making the signed proof of a contract. Nothing is written: the code it carries is that of the contract's version."""
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s

from insurance.contracts.models import ContractVersion
from insurance.contracts.rules import Cover, CoverDates, cover_at, cover_dates, presumption_ends_on
from insurance.proofs.facts import ProofFacts, expiry
from insurance.proofs.signing import sign


@dataclass(frozen=True)
class Proof:
    """What one contract's screen needs: the dates by which it judges itself and, when covered, the signed token."""

    contract: object
    version: ContractVersion
    dates: CoverDates
    cover: Cover
    facts: ProofFacts | None
    token: bytes | None


def proof_of(contract, moment: datetime, key, days: int) -> Proof:
    """Return the proof of a contract at `moment`, signed for at most `days` days; no token when it is not in force.

    The instant of issue is rounded down to the hour, so that a page asked twice is the same page. `contract` comes
    with its vehicle, customer and versions.
    """
    dates = cover_dates(contract)
    cover = cover_at(dates, moment)
    version = contract.versions[0]
    if not cover.is_in_force:
        return Proof(contract, version, dates, cover, None, None)
    issued_at = moment.replace(minute=0, second=0, microsecond=0)
    issued_at = max(issued_at, dates.begins_at)
    limits = [limit for limit in (dates.ends_at, dates.suspended_from) if limit is not None and limit > moment]
    facts = ProofFacts(
        code=version.proof_code, contract_number=contract.number, holder_name=contract.customer.full_name,
        plate=contract.vehicle.plate or contract.vehicle.serial_number or contract.vehicle.vin or "—",
        vehicle=contract.vehicle.name, is_registered=contract.vehicle.is_registered,
        effective_on=contract.covered_from, issued_at=issued_at,
        provisional_until=presumption_ends_on(contract.covered_from) if cover is Cover.PROVISIONAL else None,
        expires_at=expiry(issued_at, days, min(limits, default=None)))
    return Proof(contract, version, dates, cover, facts, sign(facts, key))


def trusted_until(moment: datetime, days: int) -> datetime:
    """Return until when a copy made at `moment` may be believed without network."""
    return moment + timedelta(days=days)


def states_ahead(proof: Proof) -> list[str]:
    """Return the states to which the dates can still lead a copy of this proof, besides the present one.

    "old" and "clock" are for a copy that can no longer judge itself: too old, or on a phone whose clock is wrong.
    """
    states = {Cover.VALID, Cover.PROVISIONAL} if proof.cover is Cover.NOT_YET else set()
    if proof.cover is Cover.PROVISIONAL or proof.dates.resumes_at is not None:
        states.add(Cover.VALID)
    if proof.dates.suspended_from is not None:
        states.add(Cover.SUSPENDED)
    if proof.dates.ends_at is not None:
        states.add(Cover.ENDED)
    return sorted(states - {proof.cover}) + ["old", "clock"]


def proofs_version(contracts, moment: datetime, language: str, papers=()) -> str:
    """Return a fingerprint of what these contracts' proofs say today: a phone that has it needs no new copy.

    It changes with a version of a contract, with its cover, with the instant at which a suspended cover is back, and
    twice a day so that the copy stays young.
    """
    half_day = (moment - timedelta(hours=moment.hour % 12)).strftime("%Y%m%d%H")
    parts = [half_day, language, *sorted(paper.public_id for paper in papers)]
    for contract in contracts:
        dates = cover_dates(contract)
        parts += [contract.versions[0].proof_code, cover_at(dates, moment), str(dates.resumes_at or "")]
    return blake2s("|".join(parts).encode(), digest_size=6).hexdigest()
