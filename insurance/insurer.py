"""Who the insurer is, as its papers say."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Insurer:
    """The identity printed on documents; `verify_url` is the public page where they are checked.

    `code` is the insurer's number at the Bureau central français, `creditor_identifier` its SEPA one (ICS), `bureau` the
    authority under which it issues international cards, `assistance_sms` where its assistance reads SMS, if anywhere.
    `supervisor` is the authority that watches over it, name and address; `general_conditions` the reference of the
    general conditions that its contracts follow, empty when the papers name none. `email` is where its people read what
    the portal hands over.
    """

    name: str
    address: tuple[str, ...]
    phone: str
    assistance_phone: str
    verify_url: str
    code: str = ""
    creditor_identifier: str = ""
    bureau: str = ""
    assistance_sms: str = ""
    supervisor: str = ""
    general_conditions: str = ""
    email: str = ""
