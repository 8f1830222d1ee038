"""The two ways in which the business says no."""
from enum import StrEnum


class Reason(StrEnum):
    """Why a request is refused. Each reason is worded for the customer in `wording`."""

    CHANGED_MEANWHILE = "changed-meanwhile"
    WRONG_CREDENTIALS = "wrong-credentials"
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    LINK_NO_LONGER_VALID = "link-no-longer-valid"
    SIGN_UP_EXPIRED = "sign-up-expired"
    COVER_OFF = "cover-off"
    NOT_ON_DEMAND = "not-on-demand"
    TOO_SHORT_FOR_A_CARD = "too-short-for-a-card"
    EMAIL_ELSEWHERE = "email-elsewhere"
    MOVE_NOT_ALLOWED = "move-not-allowed"
    DRAFT_INCOMPLETE = "draft-incomplete"
    NOT_TERMINABLE = "not-terminable"
    NOTHING_PROMISED = "nothing-promised"
    DAY_PASSED = "day-passed"
    TOO_MANY_DRAFTS = "too-many-drafts"
    TOO_MANY_PIECES = "too-many-pieces"
    SIGNING_CODE_WRONG = "signing-code-wrong"
    SIGNING_CODE_EXPIRED = "signing-code-expired"
    NOT_CHANGEABLE = "not-changeable"
    CHANGE_UNDER_WAY = "change-under-way"
    QUOTE_EXPIRED = "quote-expired"
    NOTHING_TO_CHANGE = "nothing-to-change"
    CORRECTION_UNDER_WAY = "correction-under-way"
    IDENTITY_ELSEWHERE = "identity-elsewhere"
    CONTRACT_CHANGED = "contract-changed"
    KEY_OF_ANOTHER_FILE = "key-of-another-file"
    PICTURE_EXPECTED = "picture-expected"
    PIECE_IS_FULL = "piece-is-full"
    NOT_YOUR_ROLE = "not-your-role"
    IN_ANOTHER_HAND = "in-another-hand"
    NOT_IN_HAND = "not-in-hand"
    ADVISER_EXISTS = "adviser-exists"
    NOT_ONESELF = "not-oneself"
    WRONG_CODE = "wrong-code"
    SAME_ACCOUNT = "same-account"
    NOTHING_TO_PAY = "nothing-to-pay"
    PAYMENT_UNDER_WAY = "payment-under-way"
    NO_CARDS = "no-cards"
    ALREADY_REFUNDED = "already-refunded"
    NOTHING_TO_REFUND = "nothing-to-refund"


class NotFound(Exception):
    """The thing does not exist, or does not belong to the person who asks: both look the same."""


class Refused(Exception):
    """A business rule says no. `until` is set when waiting helps (an aware UTC instant)."""

    def __init__(self, reason: Reason, until=None):
        super().__init__(reason)
        self.reason = reason
        self.until = until
