"""Identities to correct: asked for with a proof, checked at the desk, then true everywhere."""
