"""What the public map's script says, in the reader's language."""

from django.utils.translation import gettext


def words() -> dict[str, str]:
    """Give the words by name."""
    return {
        "traffic": gettext("Traffic camera of an agency"),
        "building": gettext("Camera of a public building"),
        "school": gettext("Cameras of schools"),
        "business": gettext("Cameras of businesses"),
        "resident": gettext("Cameras of residents"),
        "least": gettext("at least {number} here"),
        "one": gettext("one here"),
        "street": gettext("Shown at a point shared by 20 addresses or more, not where it is."),
        "map": gettext("Map of published cameras"),
    }
