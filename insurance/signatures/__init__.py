"""Signing with a one-time code sent by e-mail: what was shown, what was signed, when, from which device."""
