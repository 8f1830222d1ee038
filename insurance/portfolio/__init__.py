"""The portfolio that comes from the insurer's own systems: lines in, contracts or refusals out."""
