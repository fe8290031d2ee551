"""A study drawn by hand, and a report of it."""

import pytest

from registry.feeds.readers import reader
from registry.models import Report
from registry.reports.making import Wanted, make
from tests.registry.coverage.drawn import Drawn, draw


@pytest.fixture
def drawn(db: None) -> Drawn:
    return draw()


@pytest.fixture
def report(drawn: Drawn) -> Report:
    wanted = Wanted(study=drawn.study.pk, title="Two districts", credit="© Us &amp; them")
    return make(wanted, by=reader(drawn.study.author))
