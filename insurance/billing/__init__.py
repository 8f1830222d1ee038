"""Money: what is due, when, and how it is paid."""
