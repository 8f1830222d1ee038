"""« Pièces à fournir »: what the insurer asks of a customer before a provisional contract becomes definitive."""
