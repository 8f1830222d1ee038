"""The direct debit mandates that customers sign here: another account, its signature, its first day, going back on it."""
