"""Pages of a list that grows at its head: the next one begins after the last row told."""

import base64
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from pydantic import AfterValidator, Field

from frontend.gate.asking import Asking
from registry.incidents.models import Incident


def _readable(text: str) -> str:
    _read(text)
    return text


Cursor = Annotated[str, Field(max_length=120), AfterValidator(_readable)]


def page_after(
    request: Asking, calls: QuerySet[Incident], after: str | None, limit: int
) -> tuple[list[Incident], str | None]:
    """Give a page and the address of the one after it, if there is one."""
    if after:
        at, pk = _read(after)
        calls = calls.filter(Q(reported_at__lt=at) | Q(reported_at=at, id__lt=pk))
    found = list(calls[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    asked = {name: value for name, value in request.GET.items() if name != "after"}
    mark = base64.urlsafe_b64encode(f"{last.reported_at.isoformat()} {last.id}".encode()).decode()
    return found[:limit], f"{request.path}?{urlencode(asked | {'after': mark})}"


def _read(text: str) -> tuple[datetime, UUID]:
    try:
        at, pk = base64.urlsafe_b64decode(text.encode()).decode().rsplit(" ", 1)
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError
        return moment, UUID(pk)
    except ValueError:
        raise ValueError("take this from `next`; it is not made by hand") from None
