"""The two doors to cameras: what anybody may see, and what one reader may see for a reason."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.gis.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from registry.access import sql
from registry.access.facts import Actor, Capability, Occasion

if TYPE_CHECKING:
    from registry.cameras.models import Camera

# The row itself is handed over, by the table's name: ask this of Camera, not across a join.
_ACCESS = """(
    SELECT to_jsonb(a) FROM access_state(
        {reader}, {occasion}, "camera",
        ST_Distance("camera"."position"::geography, ST_MakePoint(%s, %s)::geography), %s
    ) AS a
)"""


class CameraQuerySet(models.QuerySet["Camera"]):
    """Questions asked of cameras."""

    def published(self) -> Self:
        """Keep what its owner put on the public map."""
        return self.filter(status="approved", public_at__isnull=False)

    def open_to(
        self,
        actor: Actor,
        occasion: Occasion | None = None,
        *,
        at: datetime | None = None,
        capability: Capability = Capability.STILL,
    ) -> Self:
        """Keep what this reader may know of, each with `access`: state, reason, grant_id."""
        reader = sql.reader(actor)
        why = sql.occasion(occasion, actor, at or timezone.now())
        lng, lat = (occasion and occasion.point) or (None, None)
        access = RawSQL(  # noqa: S611  every value is a parameter
            _ACCESS.format(reader=reader.sql, occasion=why.sql),
            (*reader.params, *why.params, lng, lat, str(capability)),
            output_field=models.JSONField(),
        )
        return self.annotate(access=access).exclude(access__state="hidden")


class PublicCameras(models.Manager["Camera"]):
    """What anybody may see."""

    def get_queryset(self) -> CameraQuerySet:
        """Start from what is published."""
        return CameraQuerySet(self.model, using=self._db).published()
