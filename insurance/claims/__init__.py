"""Claims: what happened, told step by step, filed once, and followed until it is settled."""
