"""What customers choose: the notices they do without, what they agree to, the language of their proof."""
from sqlalchemy import delete

from insurance.database import db, transaction
from insurance.errors import NotFound
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.notices import CHANNELS, REFUSABLE, Channel, NoticeKind, NoticeRefusal
from insurance.people.models import Consent, ConsentPurpose, Language
from insurance.people.queries import consents_of, standing_consents
from insurance.people.services import BackOffice, hand_over


def choose_notice(customer, notice: NoticeKind, channel: Channel, is_wanted: bool, words: str) -> None:
    """Let a kind of notice come by a channel, or no longer; twice is once. `words` name it in the history.

    Raises `NotFound` for a notice that cannot be refused, or does not travel that way.
    """
    if notice not in REFUSABLE or channel not in CHANNELS[notice]:
        raise NotFound(notice)
    key = (customer.id, notice, channel)
    with transaction() as session:
        if (session.get(NoticeRefusal, key) is None) is is_wanted:
            return
        if is_wanted:
            session.execute(delete(NoticeRefusal).where(
                NoticeRefusal.customer_id == customer.id, NoticeRefusal.notice == notice,
                NoticeRefusal.channel == channel))
        else:
            session.add(NoticeRefusal(customer_id=customer.id, notice=notice, channel=channel))
        record(EventKind.NOTICE_WANTED if is_wanted else EventKind.NOTICE_REFUSED, Actor.CUSTOMER, customer, notice=words)


def decide_consent(customer, purpose: ConsentPurpose, is_given: bool, title: str, words: str, office: BackOffice) -> None:
    """Note that the customer agrees to a purpose, or no longer; the insurer hears of it at once. Twice is once.

    Taking it back is as easy as giving it (RGPD, art. 7, 3). `title` names the purpose, `words` are those that were read.
    """
    with transaction():
        present = standing_consents(consents_of(customer)).get(purpose)
        if is_given is (present is not None and present.is_given):
            return
        db.session.add(Consent(customer_id=customer.id, purpose=purpose, is_given=is_given, words=words))
        record(EventKind.CONSENT_GIVEN if is_given else EventKind.CONSENT_WITHDRAWN, Actor.CUSTOMER, customer,
               purpose=title)
        hand_over(customer, "consent" if is_given else "no-consent", [title], office)


def choose_language(customer, language: Language) -> None:
    """Let the proof open in this language."""
    with transaction():
        customer.proof_language = language
