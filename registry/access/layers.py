"""Which layers of the map a role may have: roles are lists of layers, not filters on rows."""

# What a stranger may have. Nothing here tells more than the public map does.
PUBLIC = frozenset({"base", "camera_public", "agg_public"})

# The centre's own cameras, exactly. TRUST: a planner may, and learns of private ones only shares.
_AGENCY = frozenset({"camera_agency", "fov_agency"})

# That a private camera exists, at its street anchor; its true place never comes in a tile.
_PRIVATE = frozenset({"camera_private", "agg_all"})

_INCIDENT = frozenset({"incident"})

# What the centre's own cameras cover, cell by cell, in a study.
_COVERAGE = frozenset({"coverage"})

LAYERS_OF: dict[str, frozenset[str]] = {
    "stranger": PUBLIC,
    "machine": PUBLIC,
    "owner": PUBLIC,
    # An officer may know exact places only around an own incident: the incident's answer has them.
    "officer": PUBLIC,
    "planner": PUBLIC | _AGENCY | _COVERAGE,
    "registrar": PUBLIC | _AGENCY | _PRIVATE,
    "dispatcher": PUBLIC | _AGENCY | _PRIVATE | _INCIDENT,
    "supervisor": PUBLIC | _AGENCY | _PRIVATE | _INCIDENT | _COVERAGE,
    "investigator": PUBLIC | _AGENCY | _PRIVATE | _INCIDENT,
    "administrator": PUBLIC | _AGENCY | _PRIVATE | _INCIDENT | _COVERAGE,
    "auditor": PUBLIC | _AGENCY | _PRIVATE | _INCIDENT | _COVERAGE,
}


def layers_of(role: str) -> frozenset[str]:
    """Name the layers this role may have; a role without a list has the stranger's."""
    return LAYERS_OF.get(role, PUBLIC)
