"""The press, a program of its own: HTML comes in, PDF goes out, and nothing from any network.

python -m frontend.pages.report_press IDENTIFIER PREFIX FOLDER
Addresses that begin with PREFIX are files of FOLDER; any other is refused. Of fonts it says that
they were made at SOURCE_DATE_EPOCH, so that the same page gives the same bytes.
"""

import logging
import mimetypes
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

HERE = "https://report.invalid"  # what addresses on the page are relative to; nobody's
NO_LIBRARIES = 3


def press(html: str, identifier: str, prefix: str, folder: Path) -> bytes:
    """Print a page as tagged PDF, with the fonts and styles of a folder."""
    # It looks for the system's libraries as it is loaded.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = unquote(url.removeprefix(HERE + prefix))
            file = (folder / path).resolve()
            if not url.startswith(HERE + prefix) or not file.is_relative_to(folder):
                raise ValueError("A report is printed from our own files only.")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    page = HTML(string=html, base_url=HERE, url_fetcher=Ours(fail_on_errors=True))
    printed: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    return printed


def main() -> int:
    """Print what comes in."""
    identifier, prefix, folder = sys.argv[1:]
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return NO_LIBRARIES
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(press(html, identifier, prefix, Path(folder).resolve()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
