"""What a browser may load: a policy for pages, nothing at all for what is no page."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

# The page a caller opens says otherwise for itself; no other needs a camera or a place.
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
_NOTHING = "default-src 'none'; frame-ancestors 'none'"


class ContentPolicy(CSPMiddleware):
    """Spare tiles and JSON the making of a policy that only pages need."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """Set the header."""
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _NOTHING)
        return response
