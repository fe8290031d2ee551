"""Which kinds of call there have been, for those who choose among them."""

from registry.incidents.models import Incident


def kinds() -> list[str]:
    """Name them in the order of the alphabet; a kind says nothing of any one call."""
    return list(Incident.registry.order_by("kind").values_list("kind", flat=True).distinct())
