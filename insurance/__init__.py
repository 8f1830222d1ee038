"""What the insurer promises. This folder knows no Flask, no HTML and no French sentence."""
