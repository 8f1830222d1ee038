"""Documents on paper, free of charge: asked for, prepared, posted."""
