"""Mail to owners about a request: keep it, send it, it helped."""

from datetime import datetime, timedelta

from babel.dates import format_date, format_time
from django.conf import settings
from django.utils import timezone

from registry.footage.models import FootageRequest, Recipient
from registry.notices.sending import enqueue
from registry.owners import links
from registry.owners.models import Owner


def ask_to_keep(recipient: Recipient) -> None:
    """Ask to have it kept from being recorded over; the link leads to one button."""
    owner, lapses = _asked(recipient)
    token = links.make(
        owner, "keep", about=str(recipient.pk), lasts=lapses - timezone.now(), once=False
    )
    _mail("footage_keep", recipient, owner, f"{settings.PUBLIC_ADDRESS}/keep/{token}")


def ask_to_send(recipient: Recipient) -> None:
    """Ask for the upload, with a link that is good once."""
    owner, _ = _asked(recipient)
    address = f"{settings.PUBLIC_ADDRESS}/answer/{way_to_answer(recipient)}"
    _mail("footage_upload", recipient, owner, address)


def tell_it_helped(recipient: Recipient) -> None:
    """Say that what they sent was of use."""
    if recipient.owner is not None and recipient.owner.left_at is None:
        _mail("footage_helped", recipient, recipient.owner, "")


def way_to_answer(recipient: Recipient) -> str:
    """Make the one link for sending, good for some days and never longer than the request."""
    owner, lapses = _asked(recipient)
    lasts = min(timedelta(days=settings.FOOTAGE_LINK_DAYS), lapses - timezone.now())
    return links.make(owner, "answer", about=str(recipient.pk), lasts=lasts, once=True)


def window(begins: datetime, ends: datetime, language: str) -> str:
    """Say a window in local time, in words of this language."""
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    same_day = first.date() == last.date()
    until = _clock(last, language) if same_day else moment(ends, language)
    return f"{moment(begins, language)} - {until} {first.tzname() or ''}"


def moment(at: datetime, language: str) -> str:
    """Say a moment in local time."""
    local = timezone.localtime(at)
    return f"{format_date(local, 'full', locale=language)}, {_clock(local, language)}"


def _clock(local: datetime, language: str) -> str:
    return format_time(local, "short", tzinfo=local.tzinfo, locale=language)


def agency_of(request: FootageRequest) -> str:
    """Name who asks."""
    return request.agency.name if request.agency else settings.CENTRE_NAME


def _mail(kind: str, recipient: Recipient, owner: Owner, link: str) -> None:
    request = recipient.request
    _, lapses = _asked(recipient)
    if request.begins is None or request.ends is None:
        raise ValueError("A request that was sent has its window.")
    enqueue(
        kind,
        to=owner.email,
        language=owner.language,
        values={
            "agency": agency_of(request),
            "case": request.case_number,
            "window": window(request.begins, request.ends, owner.language),
            "contact": request.contact,
            "text": request.text,
            "deadline": moment(lapses, owner.language),
            "link": link,
        },
        about=("footage_request", str(request.pk)),
    )


def _asked(recipient: Recipient) -> tuple[Owner, datetime]:
    if recipient.owner is None or recipient.request.lapses_at is None:
        raise ValueError("Only an owner who was asked is mailed.")
    return recipient.owner, recipient.request.lapses_at
