"""Mail about edge boxes, to their owners and to the centre's registrars."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate.contrib.django import app

from registry.edge.models import Box

SILENT = """The box "{box}" of {owner} has not been heard since {since}.

Nobody can look at its cameras until it is back; what it records, it keeps. Is it switched on, and
does its network reach the internet? On the box, `sightline-edge status` says what it knows.

This is said once. The page of edge boxes shows when it is back: {page}
"""


def queue_silence(address: str, box: Box) -> None:
    """Have the worker tell of a silent box."""
    since = timezone.localtime(box.heard_at).strftime("%Y-%m-%d %H:%M")
    mail_box_silent.defer(address=address, box=box.name, owner=box.owner.name, since=since)


@app.task(name="mail_box_silent", retry=3)
def mail_box_silent(address: str, box: str, owner: str, since: str) -> None:
    """Send it; a mail server that is away is tried again."""
    page = f"{settings.PUBLIC_ADDRESS}/boxes"
    body = SILENT.format(box=box, owner=owner, since=since, page=page)
    subject = f'No word from the box "{box}"'
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address]).send()
