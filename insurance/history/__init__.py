"""The history: one append-only table that every timeline, notice and audit reads."""
