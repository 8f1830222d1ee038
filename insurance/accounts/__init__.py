"""Accounts: opening one, signing in, forgetting the password, and the devices that are signed in."""
