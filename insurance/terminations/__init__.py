"""Ending a contract at the customer's request, online: a draft, a request, and what the insurer then made of it."""
