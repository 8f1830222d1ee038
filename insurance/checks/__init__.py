"""Claims histories that somebody checks before they leave."""
