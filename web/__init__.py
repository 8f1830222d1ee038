"""HTTP tools. Nothing here knows a word of insurance."""
