"""Pairing codes: sixty random bits that a person can type, in letters that are not mistaken."""

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
LENGTH, GROUP = 12, 4
_MISTAKEN = str.maketrans("ILO", "110")


def new() -> str:
    """Make one, as it is shown: XXXX-XXXX-XXXX."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def plain(typed: str) -> str:
    """Read one as it was typed; what cannot be a code is an empty string."""
    code = typed.upper().replace("-", "").replace(" ", "").translate(_MISTAKEN)
    fits = len(code) == LENGTH and all(letter in LETTERS for letter in code)
    return code if fits else ""
