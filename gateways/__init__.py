"""The outside world: one file per kind of thing that the house needs from it."""
