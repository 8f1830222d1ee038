"""Receiving money: a ledger that is only added to, the providers that take cards, and what each payment pays."""
