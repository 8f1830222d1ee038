"""How fast, how heavy: each figure against a yardstick measured in the same run. `python -m bench` prints them all."""
