"""Changing a contract (avenants): a draft, a quote, an acceptance that is signed, an adviser when one must look."""
