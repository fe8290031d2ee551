"""Whether a deed stands in the log already, where it is done again every few seconds."""

from datetime import timedelta

from django.utils import timezone

from registry.audit.actors import Named
from registry.audit.models import Entry


def written(by: Named, action: str, *, within: timedelta, **of: object) -> bool:
    """Tell whether the log has this deed by this reader, of that, within so long."""
    since = timezone.now() - within
    rows = Entry.objects.filter(action=action, actor_id=by.id, at__gte=since, **of)
    return rows.exists()
