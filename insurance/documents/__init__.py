"""Documents the customer keeps: imported files, and papers issued by the portal from frozen facts."""

from insurance.documents import (  # noqa: F401  (each registers its kinds of paper, so that stored facts can be read)
    facts,
    facts_abroad,
    facts_history,
    facts_payment,
    facts_termination,
    facts_terms,
)
