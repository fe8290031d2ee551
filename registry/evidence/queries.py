"""The door to evidence: which items a reader may know of."""

from typing import TYPE_CHECKING, Self

from django.contrib.gis.db import models
from django.db.models import Q

from registry.access.facts import Actor
from registry.access.policy import RESPONDERS

if TYPE_CHECKING:
    from registry.evidence.models import Item

ALL = {"supervisor", "auditor"}


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions asked of evidence."""

    def open_to(self, actor: Actor) -> Self:
        """Keep what this reader may know of.

        Supervisors and auditors know of all. Investigators know of what was kept for calls, and of
        what answers requests of their own. Who responds knows of the stills and clips of their
        calls, nobody else of anything: what owners send goes past dispatch.
        """
        if actor.role in ALL:
            return self
        if actor.role not in RESPONDERS:
            return self.none()
        if actor.role == "investigator":
            return self.filter(Q(incident__isnull=False) | Q(keeper=actor.user_id))
        ours = self.filter(Q(kind__in=["still", "clip"]), incident__isnull=False)
        if actor.role == "officer":
            ours = ours.filter(incident__assigned=actor.user_id)
        return ours

    def present(self) -> Self:
        """Keep what is not deleted."""
        return self.filter(deleted_at=None)
