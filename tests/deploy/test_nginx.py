"""What nginx is told lets the web know by which name and from where it was asked."""

import re
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "frontend" / "deploy"
FILES = [DEPLOY / "nginx.conf", DEPLOY / "docker" / "nginx.conf"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_no_place_sets_a_header_of_its_own(file: Path) -> None:
    """Nginx forgets all headers set further out where a location sets even one."""
    places = re.findall(r"^ +location [^{]*\{[^}]*\}", file.read_text(), re.MULTILINE)
    assert len(places) == 4
    assert not [place for place in places if "proxy_set_header" in place]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_the_web_hears_host_address_and_scheme(file: Path) -> None:
    told = set(re.findall(r"proxy_set_header (\S+)", file.read_text()))
    assert told == {"Host", "X-Forwarded-For", "X-Forwarded-Proto", "Upgrade", "Connection"}
