"""Tell media when an owner's yes or a panic alarm's time has run out by itself."""

from django.db import connection

# Twice is no harm and never would be: media only decides anew.
_TELL = """
    SELECT pg_notify('access_changed', '')
    WHERE EXISTS (
        SELECT FROM owner_question
        WHERE opens_until > now() - interval '3 seconds' AND opens_until <= now()
    ) OR EXISTS (
        SELECT FROM incident
        WHERE panic_until > now() - interval '3 seconds' AND panic_until <= now()
            AND state = 'open'
    )
"""


def tell_lapsed() -> None:
    """Have everybody's access decided anew where a time just ended; nothing else would tell."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL)
