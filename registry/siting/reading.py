"""Questions asked of proposals, and what one says in words."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.utils import timezone

from registry.coverage import queries
from registry.coverage.models import Study
from registry.siting.models import CameraType
from registry.siting.money import spent
from registry.siting.proposals import Proposal
from registry.siting.refusals import UnknownProposal

SILENT = timedelta(minutes=2)  # a living worker says so each second or two
MOST_LISTED = 30
UNITS = {"area": "m² of open ground", "street": "m of street", "demand": "of the demand"}


def found(proposal_id: UUID) -> Proposal:
    """Give one proposal. Raises UnknownProposal."""
    proposal = Proposal.objects.select_related("author", "study").filter(pk=proposal_id).first()
    if proposal is None:
        raise UnknownProposal
    return proposal


def listed(study_id: UUID) -> list[Proposal]:
    """Give the latest proposals for a study, whoever asked. Raises UnknownStudy."""
    study = queries.found(study_id)
    return list(
        study.proposals.select_related("author", "study").order_by("-made_at")[:MOST_LISTED]
    )


def offered() -> list[dict[str, Any]]:
    """Give the kinds of camera that may be chosen from."""
    return [
        {
            "id": kind.pk,
            "name": kind.name,
            "wall": kind.mount == "wall",
            "cost": spent(kind).five_years,
        }
        for kind in CameraType.objects.filter(offered=True)
    ]


def state_of(proposal: Proposal) -> str:
    """Tell how it stands; of a worker that fell silent in the middle nothing more will come."""
    lost = proposal.alive_at < timezone.now() - SILENT
    return Study.State.FAILED if lost and proposal.state == Study.State.RUNNING else proposal.state


def told(proposal: Proposal) -> dict[str, Any]:
    """Tell of a proposal; none of it comes from a private camera's own row."""
    state = state_of(proposal)
    about = {
        "id": str(proposal.pk),
        "study": str(proposal.study_id),
        "author": proposal.author.get_full_name() or proposal.author.get_username(),
        "made_at": proposal.made_at,
        "state": state,
        "step": proposal.step,
        "done": proposal.done,
        "total": proposal.total,
        "wanted": {
            name: value
            for name, value in proposal.wanted.items()
            if name not in ("named", "turned")
        },
        "trouble": proposal.trouble or ("The worker died." if state == Study.State.FAILED else ""),
    }
    if state != Study.State.DONE:
        return about
    sites = _summed(proposal.found["sites"])
    turned = [{"row": row, "why": why} for row, why in proposal.wanted["turned"]]
    return about | {
        "sites": sites,
        "left": proposal.found["left"],
        "at_least": proposal.found["at_least"],
        "places": proposal.found["places"],
        "fitting": proposal.found["fitting"],
        "listed": proposal.found["listed"],
        "outside": proposal.found["outside"],
        "turned": turned,
        "turned_away": proposal.wanted["turned_away"],
        "words": words(proposal.wanted, proposal.found),
    }


def per_metre(study: Study) -> float | None:
    """Give what a metre of street costs in five years by the latest sites proposed, if any are."""
    done = study.proposals.filter(state=Study.State.DONE).order_by("-made_at").first()
    sites = done.found["sites"] if done else []
    street = sum(site["gain"]["street"] for site in sites)
    return sum(site["cost"] for site in sites) / street if street else None


def _summed(sites: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number them and add up what the first so many bring and cost together."""
    sums = list(
        accumulate(
            ({**site["gain"], "cost": site["cost"]} for site in sites),
            lambda before, one: {name: before[name] + one[name] for name in one},
        )
    )
    return [
        {"n": n, **site, "sum": together}
        for n, (site, together) in enumerate(zip(sites, sums, strict=True), start=1)
    ]


def words(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Say what was chosen and how near the best possible that surely is."""
    weight, sites = wanted["weight"], found["sites"]
    if not sites:
        return [_nothing(found)]
    gained = sum(site["gain"][weight] for site in sites)
    what = _amount(weight, gained, found["left"][weight])
    most = _amount(weight, found["bound"], found["left"][weight])
    rule = f"{len(sites)} cameras" if wanted["many"] else "cameras for this sum"
    return [
        f"Together they show {what} that nobody is known to see now.",
        f"No choice of {rule} among these {found['places']:,} places could show more than {most}: "
        f"this one reaches at least {_floor(found['at_least'])} % of the best possible.",
        f"Before anything was measured the method promised {_floor(found['guarantee'])} %, "
        "whatever the ground; the larger figure is proven for this area alone.",
    ]


def _nothing(found: Mapping[str, Any]) -> str:
    if not found["listed"]:
        return "There is no such place in the area of this study."
    if not found["places"]:
        return "None of the kinds chosen can be put up at these places."
    return "None of these places would show anything that is not seen already."


def _amount(weight: str, value: float, left: float) -> str:
    if weight == "demand":
        return f"{100 * value / left if left else 0:.1f} % of the demand"
    return f"{value:,.0f} {UNITS[weight]}"


def _floor(share: float) -> int:
    """Round down: a proof is not to say more than it proves."""
    return int(100 * share)
