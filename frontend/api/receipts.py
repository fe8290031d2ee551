"""Give a repeated request the answer it was given the first time, and do nothing twice."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from frontend.gate.asking import Asking
from registry.accounts.models import Receipt
from registry.incidents.refusals import KeyReused
from registry.refusals import Fault

LONGEST = 200
Deed = Callable[..., HttpResponse]


def once(deed: Deed) -> Deed:
    """Honour Idempotency-Key; deed and receipt are one transaction."""

    @wraps(deed)
    def receipted(request: Asking, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return deed(request, *args, **kwargs)
        if len(key) > LONGEST or not key.isprintable():
            raise KeyReused(
                "An Idempotency-Key is at most 200 printable characters.",
                errors=[Fault("Idempotency-Key", "Too long, or not printable.")],
            )
        with transaction.atomic():
            return _answer(request, key, lambda: deed(request, *args, **kwargs))

    return receipted


def _answer(request: Asking, key: str, deed: Callable[[], HttpResponse]) -> HttpResponse:
    actor = f"{request.actor.role}:{request.actor.id}"
    mark = sha256(f"{request.method} {request.path_info}\n".encode() + request.body).digest()
    blank = Receipt(actor=actor, key=key, fingerprint=mark, status=0, body=b"")
    # The same key at the same time waits here until the first has committed or given up.
    Receipt.objects.bulk_create([blank], ignore_conflicts=True)
    receipt = Receipt.objects.select_for_update().get(actor=actor, key=key)
    if bytes(receipt.fingerprint) != mark:
        raise KeyReused(errors=[Fault("Idempotency-Key", "Used before with another body.")])
    if receipt.status:
        return HttpResponse(
            bytes(receipt.body),
            status=receipt.status,
            content_type="application/json",
            headers={"Idempotent-Replayed": "true"},
        )
    response = deed()
    receipt.status, receipt.body = response.status_code, response.content
    receipt.save(update_fields=["status", "body"])
    return response
