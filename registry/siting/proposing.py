"""Deeds of a proposal: ask for one, stop it; and the job that works it out."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from registry.access.facts import Actor
from registry.audit.recording import record
from registry.coverage import queries
from registry.coverage.models import Study
from registry.siting.proposals import Proposal
from registry.siting.refusals import ProposalOver, StudyUnfinished, UnknownProposal
from registry.siting.wishes import Wish

UNDER_WAY = (Study.State.QUEUED, Study.State.RUNNING)


@transaction.atomic
def begin(study_id: UUID, wish: Wish, *, by: Actor, **traces: Any) -> Proposal:
    """Have the worker propose sites. Raises UnknownStudy, StudyUnfinished and BadWish."""
    study = queries.found(study_id)
    if study.state != Study.State.DONE:
        raise StudyUnfinished
    proposal = Proposal.objects.create(
        study=study, author_id=by.user_id or 0, wanted=wish.checked()
    )
    record(
        by,
        "sites_asked_for",
        "proposal",
        proposal.pk,
        detail={"study": str(study.pk), "many": wish.many, "budget": wish.budget},
        **traces,
    )
    transaction.on_commit(lambda: propose_sites.defer(proposal_id=str(proposal.pk)))
    return proposal


@transaction.atomic
def cancel(proposal_id: UUID, *, by: Actor, **traces: Any) -> Proposal:
    """Stop it. Raises UnknownProposal and ProposalOver."""
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise UnknownProposal
    if proposal.state not in UNDER_WAY:
        raise ProposalOver
    proposal.cancel_asked = True
    if proposal.state == Study.State.QUEUED:  # nobody works on it, so nobody else would say so
        proposal.state, proposal.finished_at = Study.State.CANCELLED, timezone.now()
    proposal.save(update_fields=["cancel_asked", "state", "finished_at"])
    record(by, "sites_cancelled", "proposal", proposal.pk, **traces)
    return proposal


@app.task(name="propose_sites")
def propose_sites(proposal_id: str) -> None:
    """Work one proposal out from beginning to end."""
    from registry.siting.running import run  # numba and all of geo: only where it is done

    run(UUID(proposal_id))
