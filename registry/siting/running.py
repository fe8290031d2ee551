"""Working a proposal out: what is left to see, what each site would see, which to choose."""

from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models.functions import Now

from geo.siting import Choice, Options, choose
from geo.visibility import engine_ready, warm
from registry.coverage.models import Study
from registry.siting.candidates import Pole, Source, poles_in, thinned
from registry.siting.ground import Ground, ground_of
from registry.siting.models import CameraType
from registry.siting.money import spent
from registry.siting.proposals import Proposal
from registry.siting.viewing import Views, fits, views_of

NEAREST = """
    SELECT name FROM street WHERE name <> ''
    ORDER BY line <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT 1
"""


class Cancelled(Exception):
    """Somebody asked for this to be stopped."""


def run(proposal_id: UUID) -> None:
    """Work out a proposal that waits; one that is begun or over already is left alone."""
    with transaction.atomic():
        waiting = Proposal.objects.select_for_update().filter(state=Study.State.QUEUED)
        proposal = waiting.select_related("study").filter(pk=proposal_id).first()
        if proposal is None:
            return
        mine = Proposal.objects.filter(pk=proposal.pk)
        mine.update(state=Study.State.RUNNING, alive_at=Now())
    over: dict[str, Any] = {
        "state": Study.State.FAILED,
        "trouble": "It could not be worked out: see the log.",
    }
    try:
        over = {"state": Study.State.DONE, "found": _found(proposal)}
    except Cancelled:
        over = {"state": Study.State.CANCELLED}
    finally:
        mine.update(**over, step="", finished_at=Now())


def _found(proposal: Proposal) -> dict[str, Any]:
    wanted, study = proposal.wanted, proposal.study
    kinds = list(CameraType.objects.filter(pk__in=wanted["kinds"]))
    if not engine_ready():
        _say(proposal, "Waking the engine")
        warm()
    _say(proposal, "Listing places")
    named = [Pole(lng=x, lat=y, name=name, source=Source.POINT) for x, y, name in wanted["named"]]
    listed = poles_in(study.area, map(Source, wanted["sources"]), named)
    fitting = [pole for pole in listed if any(fits(kind, pole) for kind in kinds)]
    poles = thinned(fitting)
    _say(proposal, "Reading what is unseen")
    ground = ground_of(study)
    views = views_of(
        poles,
        kinds,
        ground,
        study,
        lambda done, total: _say(proposal, "Looking round", done, total),
    )
    _say(proposal, "Choosing")
    prices = np.array([spent(kind).five_years for kind in kinds])
    cost = prices[views.kind] if wanted["many"] is None else np.ones(len(views.kind))
    options = views.options(cost)
    budget = float(wanted["budget"] if wanted["many"] is None else wanted["many"])
    choice = choose(options, ground.left[wanted["weight"]], budget)
    return {
        "sites": _sites(choice, options, views, poles, kinds, ground),
        "at_least": choice.at_least,
        "guarantee": choice.guarantee,
        "bound": choice.bound,
        "evaluations": choice.evaluations,
        "options": len(options),
        "places": len(poles),
        "fitting": len(fitting),
        "listed": len(listed),
        "outside": len(named) - sum(pole.source is Source.POINT for pole in listed),
        "left": {name: float(left.sum()) for name, left in ground.left.items()},
    }


def _sites(
    choice: Choice,
    options: Options,
    views: Views,
    poles: list[Pole],
    kinds: list[CameraType],
    ground: Ground,
) -> list[dict[str, Any]]:
    left = {name: worth.copy() for name, worth in ground.left.items()}
    sites = []
    for option in choice.chosen:
        pole, kind = poles[views.pole[option]], kinds[views.kind[option]]
        azimuth = float(views.azimuth[option])
        cells = options.covers(option)
        gain = {name: float(worth[cells].sum()) for name, worth in left.items()}
        for worth in left.values():
            worth[cells] = 0.0
        sites.append(
            {
                "at": [pole.lng, pole.lat],
                "source": pole.source,
                "name": pole.name,
                "street": _street(pole),
                "kind": kind.pk,
                "kind_name": kind.name,
                "azimuth": None if np.isnan(azimuth) else azimuth,
                "hfov": kind.hfov,
                "range": kind.range,
                "height": kind.height,
                "form": kind.form,
                "mount": kind.mount,
                "width_px": kind.width_px,
                "gain": gain,
                "cost": spent(kind).five_years,
            }
        )
    return sites


def _street(pole: Pole) -> str:
    """Name the street it stands in: most lamps have no name of their own."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [pole.lng, pole.lat])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _say(proposal: Proposal, step: str, done: int = 0, total: int = 0) -> None:
    """Tell how far it is, and stop where somebody wishes."""
    mine = Proposal.objects.filter(pk=proposal.pk)
    mine.update(step=step, done=done, total=total, alive_at=Now())
    if mine.filter(cancel_asked=True).exists():
        raise Cancelled
