"""The door to incidents: which calls a reader may read."""

from typing import TYPE_CHECKING, Self

from django.contrib.gis.db import models

from registry.access.facts import MACHINE, Actor

if TYPE_CHECKING:
    from registry.incidents.models import Incident

ALL_CALLS = {"dispatcher", "supervisor", "investigator", "administrator", "auditor"}


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Questions asked of calls."""

    def open_to(self, actor: Actor) -> Self:
        """Keep the calls this reader may read; a planner reads sums, never calls."""
        if actor.role in ALL_CALLS:
            return self
        if actor.role == "officer":
            return self.filter(assigned=actor.user_id)
        if actor.role == MACHINE and "incidents" in actor.scopes:
            return self.filter(source=actor.name)  # what it reported itself
        return self.none()

    def open(self) -> Self:
        """Keep the calls that are not over."""
        return self.filter(state="open")
