"""Addresses whose end looks like a slip of the fingers; they are asked about and never refused."""

from difflib import get_close_matches

FAMILIAR = (
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.es", "ymail.com", "hotmail.com",
    "hotmail.es", "outlook.com", "outlook.es", "live.com", "msn.com", "icloud.com", "me.com",
    "mac.com", "aol.com", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net",
    "cox.net", "charter.net", "spectrum.net", "windstream.net", "protonmail.com", "proton.me",
    "gmx.com", "mail.com", "zoho.com",
)  # fmt: skip
ENDINGS = {".con": ".com", ".cmo": ".com", ".ocm": ".com", ".comm": ".com", ".cm": ".com",
           ".nte": ".net", ".ogr": ".org"}  # fmt: skip
ALIKE = 0.84  # gamil.com is 0.89 like gmail.com; mail.com and gmail.com are both familiar


def meant(email: str) -> str:
    """Give the address that was probably meant, or nothing."""
    local, _, domain = email.rpartition("@")
    domain = domain.lower()
    if domain in FAMILIAR:
        return ""
    mended = next(
        (domain.removesuffix(bad) + good for bad, good in ENDINGS.items() if domain.endswith(bad)),
        domain,
    )
    close = get_close_matches(mended, FAMILIAR, n=1, cutoff=ALIKE)
    guess = close[0] if close else mended
    return f"{local}@{guess}" if guess != domain else ""
