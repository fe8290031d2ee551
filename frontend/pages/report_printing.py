"""Reports as PDF, made by a child that can neither reach out nor hold the web up."""

import os
import subprocess
import sys
from threading import BoundedSemaphore

from django.conf import settings
from django.template.loader import render_to_string

from frontend.pages.report_press import NO_LIBRARIES
from frontend.pages.report_words import shown
from registry.reports.models import Report
from registry.reports.refusals import NoPress, PressBusy

PRESS = (sys.executable, "-m", "frontend.pages.report_press")
LONGEST = 60.0  # seconds; a town's report takes two
PATIENCE = 20.0
_press = BoundedSemaphore(1)  # a report keeps one processor busy


def printed(report: Report, paper: str) -> bytes:
    """Print a report, with the same bytes each time. Raises NoPress, PressBusy."""
    html = render_to_string("reports/print.html", {"shown": shown(report), "paper": paper})
    if not _press.acquire(timeout=PATIENCE):
        raise PressBusy
    try:
        made = subprocess.run(
            [*PRESS, report.pk.hex, settings.STATIC_URL, settings.STATICFILES_DIRS[0]],
            input=html.encode(),
            capture_output=True,
            timeout=LONGEST,
            cwd=settings.HOUSE,
            env=_surroundings(report),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PressBusy from None
    finally:
        _press.release()
    if made.returncode == NO_LIBRARIES:
        raise NoPress
    made.check_returncode()
    return made.stdout


def _surroundings(report: Report) -> dict[str, str]:
    """Give the child no secret of ours, and the time at which the report was made."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    epoch = str(int(report.made_at.timestamp()))
    return kept | {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0"}
