"""Slips of the fingers are asked about; addresses that are only rare are not."""

import pytest

from registry.owners.mistyped import meant


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("gamil.com", "gmail.com"), ("gmial.com", "gmail.com"), ("gmail.con", "gmail.com"),
        ("GMAIL.CO", "gmail.com"), ("hotnail.com", "hotmail.com"), ("yaho.com", "yahoo.com"),
        ("outlok.com", "outlook.com"), ("iclod.com", "icloud.com"), ("bakery.cmo", "bakery.com"),
    ],
)  # fmt: skip
def test_a_slip_is_seen(typed: str, right: str) -> None:
    assert meant(f"Ana@{typed}") == f"Ana@{right}"


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com", "Gmail.com", "mail.com", "me.com", "uky.edu", "lexingtonky.gov", "yahoo.co.uk",
        "hotmail.fr", "live.nl", "gmx.de", "example.com", "insightbb.com", "mail.ru", "company.co",
    ],
)  # fmt: skip
def test_what_is_only_rare_is_left_alone(domain: str) -> None:
    assert not meant(f"ana@{domain}")
