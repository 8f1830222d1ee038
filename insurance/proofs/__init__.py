"""Signed proofs of insurance: what they say, until when, and who can check them."""
