"""Papers made at once, when the customer asks: claims history, payment schedule, international card, special conditions.

`words` is the house's wording (French names of codes): a paper holds its words, since a product may rename its codes
and an issued paper may not.
"""
from collections.abc import Container
from datetime import date, timedelta

from insurance.billing.models import InstalmentState
from insurance.billing.queries import instalments_of, mandate_of
from insurance.calendar import add_months, whole_years
from insurance.clock import now, today
from insurance.contracts.bonus_malus_outlook import explain_back
from insurance.contracts.rules import Cover, cover_at, cover_dates, next_anniversary
from insurance.database import transaction
from insurance.documents.contract_papers import newest_version, special_conditions
from insurance.documents.facts_abroad import CardCountry, GreenCardFacts
from insurance.documents.facts_history import ClaimsHistoryFacts, HistoryClaim, HistoryDriver, PastCoefficient
from insurance.documents.facts_payment import DEBIT_NOTICE, DirectDebit, PaymentScheduleFacts, ScheduledInstalment
from insurance.documents.facts_terms import SpecialConditionsFacts
from insurance.documents.green_card import CAR, Country, present_model, validity
from insurance.documents.issuing import enter_paper, paper_mentions, says_the_same, standing_paper
from insurance.documents.models import Document, DocumentKind
from insurance.documents.queries import documents_of
from insurance.errors import Reason, Refused
from insurance.history.models import Actor
from insurance.history.recorder import Author
from insurance.insurer import Insurer

CLAIM_PERIODS = 5  # annexe A121-1, art. 12


def kinds_on_demand(contract, instalments, held: Container[str]) -> list[DocumentKind]:
    """Return the papers that this contract can give at once, when its holder has documents of the kinds `held`.

    The claims history may be asked for at any time by the holder, also after the end (annexe A121-1, art. 12); the card
    only while the vehicle is covered; special conditions only to who has none.
    """
    kinds = [DocumentKind.CLAIMS_HISTORY]
    cover = cover_at(cover_dates(contract), now())
    if cover is not Cover.ENDED and instalments:
        kinds.append(DocumentKind.PAYMENT_SCHEDULE)
    if cover.is_in_force and contract.vehicle.is_registered:
        kinds.append(DocumentKind.GREEN_CARD)
    if DocumentKind.SPECIAL_CONDITIONS not in held and cover is not Cover.ENDED:
        kinds.append(DocumentKind.SPECIAL_CONDITIONS)
    return kinds


def issue(contract, kind: str, insurer: Insurer, words, by: Author = Actor.CUSTOMER) -> Document:
    """Issue a paper and return it; the one already issued today when it says the same. Raises `Refused(NOT_ON_DEMAND)`.

    `contract` comes whole: vehicle, holder, drivers, coverages, past claims.
    """
    instalments = instalments_of([contract])[contract.id]
    held = {one.kind for one in documents_of(contract.customer, contract)}
    if kind not in kinds_on_demand(contract, instalments, held):
        raise Refused(Reason.NOT_ON_DEMAND)
    make = {DocumentKind.CLAIMS_HISTORY: _claims_history, DocumentKind.GREEN_CARD: _green_card,
            DocumentKind.PAYMENT_SCHEDULE: _payment_schedule,
            DocumentKind.SPECIAL_CONDITIONS: _special_conditions}[DocumentKind(kind)]
    facts = make(contract, instalments, insurer, words)
    with transaction():
        standing = standing_paper(contract, kind)
        if standing is not None and says_the_same(standing.facts, facts):
            return standing
        return enter_paper(contract, DocumentKind(kind), facts, by, words, replacing=standing)


def _special_conditions(contract, _instalments, insurer, words) -> SpecialConditionsFacts:
    return special_conditions(contract, newest_version(contract), insurer, words)


def _claims_history(contract, _instalments, insurer, words) -> ClaimsHistoryFacts:
    vehicle = contract.vehicle
    ended_on = contract.ends_on if contract.ends_on is not None and contract.ends_on < today() else None
    since = max(add_months(ended_on or today(), -12 * CLAIM_PERIODS), contract.effective_on)
    drivers = tuple(HistoryDriver(
        name=f"{one.title} {one.full_name}" if one.title else one.full_name, role=words.DRIVER_ROLES[one.role],
        born_on=one.born_on, licence_number=one.licence_number or "", licensed_on=one.licensed_on)
        for one in contract.drivers)
    claims = tuple(HistoryClaim(
        occurred_on=one.occurred_on, nature=words.PAST_CLAIMS[one.kind], has_injury=one.has_injury,
        liability_percent=one.at_fault_percent, responsible_driver="", is_settled=one.is_closed)
        for one in contract.past_claims if since <= one.occurred_on <= today())
    first_renewal = next_anniversary(contract.anniversary, contract.effective_on)
    return ClaimsHistoryFacts(
        **paper_mentions(contract, insurer), insurer_country="F", insurer_code=insurer.code,
        holder_born_on=contract.customer.born_on, subscribed_on=contract.effective_on,
        effective_on=contract.effective_on, ended_on=ended_on, usage=words.USAGES[vehicle.usage], drivers=drivers,
        last_renewal_on=_last_renewal(contract) if first_renewal <= today() else None,
        claims_since=since, claims=claims,
        termination_reason=(contract.termination_reason or "") if ended_on is not None else "",
        **_coefficient(contract))


def _last_renewal(contract) -> date:
    """The last anniversary that has passed, today included."""
    return add_months(next_anniversary(contract.anniversary, today()), -12)


def _coefficient(contract) -> dict:
    """The coefficient, its period and its past; nothing for a vehicle that the bonus-malus leaves out (A121-1)."""
    if not contract.vehicle.is_registered:
        return {"coefficient_hundredths": None, "coefficient_from": None, "coefficient_until": None,
                "coefficient_history": (), "years_at_floor": 0}
    known = explain_back(contract.bonus_malus_hundredths, contract.bonus_malus_on, contract.anniversary,
                         contract.vehicle.usage, contract.past_claims, contract.effective_on)
    past = tuple(PastCoefficient(applied_from=one.applied_on, hundredths=one.hundredths)
                 for one in reversed(known.years[:-1]) if one.hundredths is not None)
    at_floor = [whole_years(one.floor_since, today()) if one.floor_since else 0 for one in known.standings]
    return {"coefficient_hundredths": contract.bonus_malus_hundredths, "coefficient_from": contract.bonus_malus_on,
            "coefficient_until": next_anniversary(contract.anniversary, contract.bonus_malus_on) - timedelta(days=1),
            "coefficient_history": past, "years_at_floor": min(at_floor)}


def _payment_schedule(contract, instalments, insurer, words) -> PaymentScheduleFacts:
    """The year of insurance under way, or the coming one when nothing of it is left in the books."""
    start = max(_last_renewal(contract), contract.effective_on)
    year = [one for one in instalments if one.due_on >= start] or instalments
    mandate = mandate_of(contract)
    debit = DirectDebit(
        creditor_name=insurer.name, creditor_identifier=insurer.creditor_identifier,
        mandate_reference=mandate.reference or "", masked_account=mandate.masked_iban) if mandate else None
    until = next_anniversary(contract.anniversary, max(start, year[-1].due_on)) - timedelta(days=1)
    return PaymentScheduleFacts(
        **paper_mentions(contract, insurer), period_from=min(start, year[0].due_on), period_until=until,
        frequency=words.FREQUENCIES[contract.payment_frequency], method=words.METHODS[contract.payment_method],
        direct_debit=debit, announced_from=_first_announced(year) if debit else None, instalments=tuple(ScheduledInstalment(
            due_on=one.due_on, amount_cents=one.amount_cents, is_paid=one.state == InstalmentState.PAID,
            is_unpaid=one.state == InstalmentState.UNPAID, paid_on=one.paid_on) for one in year))


def _first_announced(instalments) -> date | None:
    """The first debit that the schedule announces early enough to be its pre-notification (SEPA, fourteen days)."""
    return min((one.due_on for one in instalments
                if one.state == InstalmentState.UPCOMING and one.due_on >= today() + DEBIT_NOTICE), default=None)


def _green_card(contract, _instalments, insurer, _words) -> GreenCardFacts:
    """A card for the year of insurance under way; fifteen days at least (Bureau central français)."""
    model = present_model()
    renewal_on = next_anniversary(contract.anniversary, today())
    ends = [renewal_on, next_anniversary(contract.anniversary, renewal_on)]
    last_days = [min(end - timedelta(days=1), contract.ends_on or end) for end in ends]
    days = next(filter(None, (validity(today(), last, model) for last in last_days)), None)
    if days is None:
        raise Refused(Reason.TOO_SHORT_FOR_A_CARD)
    return GreenCardFacts(
        **paper_mentions(contract, insurer), bureau=insurer.bureau, insurer_country="F", insurer_code=insurer.code,
        card_number=contract.number, valid_from=days[0], valid_until=days[1], category=CAR,
        countries=tuple(map(_card_country, model.countries)), assistance_phone=insurer.assistance_phone)


def _card_country(country: Country) -> CardCountry:
    return CardCountry(code=country.code, name=country.name, is_excluded=country.is_excluded,
                       is_printing_advised=country.is_printing_advised)
