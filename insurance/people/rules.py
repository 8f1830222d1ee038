"""Names, e-mails and contract numbers: how they are compared, and what is forgiven."""
import unicodedata


def fold(text: str) -> str:
    """Return a text without accents, case, spaces, hyphens or other marks: how names and words are compared."""
    spelled = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("ß", "ss")
    decomposed = unicodedata.normalize("NFKD", spelled).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def name_key(first_name: str, last_name: str) -> str:
    """Return the key under which two spellings of the same name meet."""
    return f"{fold(last_name)}|{fold(first_name)}"


def normal_email(email: str) -> str:
    """Return an e-mail as it is compared: without spaces around, in lower case, composed."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def number_key(number: str) -> str:
    """Return a contract number as it is compared: capitals and digits only."""
    return "".join(character for character in number.upper() if character.isascii() and character.isalnum())
