"""Files that customers send: photos and papers, cleaned, kept once, and acknowledged."""
