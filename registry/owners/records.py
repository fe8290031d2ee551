"""What agencies say of the law on public records to those who register a camera."""

from typing import Any, NamedTuple

from django.db import transaction

from registry.access.facts import Actor
from registry.accounts.models import Agency
from registry.audit.recording import record
from registry.owners.consent_models import RecordsNotice


class Said(NamedTuple):
    """One agency's own words."""

    agency: str
    text: str


class Notices(NamedTuple):
    """Those who say it in their own words, and the names of those who say what is usual."""

    own: list[Said]
    usual: list[str]


def notices(language: str) -> Notices:
    """Give what every agency says in this language, else in English, by name."""
    texts: dict[Any, dict[str, str]] = {}
    for notice in RecordsNotice.objects.filter(language__in=("en", language)):
        texts.setdefault(notice.agency_id, {})[notice.language] = notice.text
    every = [
        Said(agency.name, said.get(language) or said.get("en", ""))
        for agency in Agency.objects.order_by("name")
        for said in [texts.get(agency.pk, {})]
    ]
    own = [said for said in every if said.text]
    return Notices(own, [said.agency for said in every if not said.text])


@transaction.atomic
def say(agency: Agency, language: str, text: str, *, by: Actor, **traces: Any) -> None:
    """Set what an agency says; without words it says again what every agency says."""
    said = RecordsNotice.objects.filter(agency=agency, language=language)
    if text:
        RecordsNotice.objects.update_or_create(
            agency=agency, language=language, defaults={"text": text}
        )
    else:
        said.delete()
    record(
        by,
        "records_notice_set" if text else "records_notice_removed",
        "agency",
        agency.pk,
        detail={"language": language, "text": text},
        **traces,
    )
