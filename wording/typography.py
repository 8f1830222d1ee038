"""French spaces, put in by rule: nobody has to type an invisible character."""
import re

NARROW, WIDE = "\u202f", "\u00a0"
RULES = (
    (re.compile(r"(?<=[\w»)\"]) (?=[!?;](?!=))"), NARROW),
    (re.compile(r"(?<=[\w»)}\"]) (?=:(?:\s|$|<|\"))"), WIDE),
    (re.compile(r"«[ ]"), f"«{WIDE}"),
    (re.compile(r" »"), f"{WIDE}»"),
    (re.compile(r"(?<=\d) (?=(?:€|%|heures?|minutes?|jours?|mois|ans?|km|Ko|Mo|h|caractères)(?!\w))"), WIDE),
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d)"), WIDE),
)


def french(text: str) -> str:
    """Return a text with the spaces that French typography wants before ! ? ; : and inside « »."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text
