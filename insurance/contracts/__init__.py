"""Contracts: what is covered, for whom, since when, and until when."""
