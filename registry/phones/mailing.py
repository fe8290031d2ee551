"""Sending a caller their link by mail; the job's row holds it encrypted."""

from django.conf import settings
from django.core.mail import EmailMessage
from procrastinate.contrib.django import app

from registry.feeds import credentials

SUBJECT = "Show us what you see / Muéstrenos lo que ve"
BODY = """You called for help. Open this link to show the dispatcher what your phone sees:
Usted llamó para pedir ayuda. Abra este enlace para mostrar lo que ve su teléfono:

{link}

It works once, within 30 minutes. You decide, and you can stop at any time.
Funciona una sola vez, durante 30 minutos. Usted decide y puede parar cuando quiera.
"""


def queue(address: str, link: str) -> None:
    """Have the worker send it."""
    send.defer(address=address, sealed=credentials.encrypt(link).decode())


@app.task(name="mail_phone_link", retry=3)
def send(address: str, sealed: str) -> None:
    """Send it; a mail server that is away is tried again."""
    body = BODY.format(link=credentials.decrypt(sealed.encode()))
    EmailMessage(SUBJECT, body, settings.DEFAULT_FROM_EMAIL, [address]).send()
