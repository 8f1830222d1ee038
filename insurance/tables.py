"""Every table of the house, imported in one place: what the migrations compare themselves with."""
from insurance import notices, outbox, schedule, unsent
from insurance.accounting import models as accounting
from insurance.accounts import models as accounts
from insurance.arrears import models as arrears
from insurance.attachments import models as attachments
from insurance.billing import models as billing
from insurance.checks import models as checks
from insurance.claims import models as claims
from insurance.contracts import models as contracts
from insurance.corrections import models as corrections
from insurance.documents import models as documents
from insurance.endorsements import models as endorsements
from insurance.history import models as history
from insurance.letters import models as letters
from insurance.payments import models as payments
from insurance.people import models as people
from insurance.pieces import models as pieces
from insurance.signatures import models as signatures
from insurance.staff import models as staff
from insurance.terminations import models as terminations

__all__ = ["accounting", "accounts", "arrears", "attachments", "billing", "checks", "claims", "contracts", "corrections", "documents",
           "endorsements", "history", "letters", "notices", "outbox", "payments", "people", "pieces", "schedule",
           "signatures", "staff", "terminations", "unsent"]
