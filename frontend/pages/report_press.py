"""Reports on paper: WeasyPrint on our own files, with nothing from any network."""

import mimetypes
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from registry.reports.refusals import PressBusy

HERE = "https://report.invalid"  # what addresses on the page are relative to; nobody's
PATIENCE = 20.0  # seconds
_press = BoundedSemaphore(1)  # a report keeps one processor busy


def press(html: str, identifier: bytes) -> bytes:
    """Print a page as tagged PDF; the same bytes for the same page. Raises PressBusy."""
    if not _press.acquire(timeout=PATIENCE):
        raise PressBusy
    try:
        page = HTML(string=html, base_url=HERE, url_fetcher=Ours())
        printed: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    finally:
        _press.release()
    return printed


class Ours(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Give what lies among our static files, and refuses all else."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Read it from the disk."""
        prefix = HERE + settings.STATIC_URL
        found = finders.find(unquote(urlsplit(url).path).removeprefix(settings.STATIC_URL))
        if not url.startswith(prefix) or not isinstance(found, str):
            raise ValueError("A report is printed from our own files only.")
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})
