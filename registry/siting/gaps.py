"""The street of a study, in metres that count by what is asked of them, and its gaps."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from registry.coverage import counts
from registry.coverage.models import Study, StudyBlock


@dataclass(frozen=True)
class Street:
    """Metres of street, seen and not, as they are and weighted by demand.

    Weighted by demand a metre counts as often as its demand is above the mean of the area, so that
    all metres together are as many as there are: w = d / (Σd / Σm). Where nothing is asked of the
    area every metre counts once.
    """

    seen: float
    unseen: float
    seen_weighted: float
    unseen_weighted: float
    asked: bool


def street(study: Study) -> Street:
    """Add up the street of a study."""
    sums = study.streets.aggregate(
        seen_m=Sum("metres", filter=Q(seen=True), default=0.0),
        unseen_m=Sum("metres", filter=Q(seen=False), default=0.0),
        met=Sum("demand", filter=Q(seen=True), default=0.0),
        asked=Sum("demand", default=0.0),
    )
    seen, unseen, asked = float(sums["seen_m"]), float(sums["unseen_m"]), float(sums["asked"])
    if not asked:
        return Street(seen, unseen, seen, unseen, asked=False)
    weighted = float(sums["met"]) / asked * (seen + unseen)
    return Street(seen, unseen, weighted, seen + unseen - weighted, asked=True)


def asked_addresses(study: Study) -> int:
    """Count the addresses of the blocks in which public ground goes unseen.

    A block's addresses are all there are, whoever registered there.
    """
    blocks = dict(StudyBlock.objects.filter(study=study).values_list("cell", "addresses"))
    unseen = study.cells.filter(public=True, cameras=0)
    total = 0
    for resolution in {counts.resolution_of(cell) for cell in blocks}:
        within = unseen.annotate(block=counts.parent(resolution)).filter(block__in=blocks)
        total += sum(blocks[cell] for cell in within.values_list("block", flat=True).distinct())
    return total
