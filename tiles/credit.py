"""Whom the map is to thank for what it shows."""

from html import escape

from registry.places.models import Import


def credit() -> str:
    """Name those the places come from, as HTML."""
    credits = Import.objects.exclude(credit="").values_list("credit", flat=True).distinct()
    return " | ".join(escape(credit) for credit in sorted(credits))
