"""Did it help: the funnel of calls, and a comparison before and after, here and elsewhere."""

import json
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse

from frontend.gate.asking import Asking, traces
from frontend.pages import effect_words as words
from frontend.pages.effect_chart import chart
from frontend.pages.effect_form import ComparisonForm, FunnelForm
from frontend.pages.shell import show
from registry.audit.recording import record
from registry.ledger import exporting, months
from registry.ledger.comparing import NOT_CAUSAL, Comparison, compare
from registry.ledger.funnel import Table, count
from registry.ledger.refusals import CannotCompare
from registry.ledger.suppressing import LEAST
from registry.ledger.warning import warnings


def effect(request: Asking) -> HttpResponse:
    """Answer what the address asks; without a question, show the last year's funnel."""
    known = months.known()
    if not known:
        return show(request, "effect/empty.html")
    funnel, table = _funnel(request, known)
    comparison, found = _comparison(request, known)
    shown: dict[str, Any] = {
        "funnel": funnel,
        "rows": words.funnel_rows(table) if table else [],
        "steps": words.STEPS,
        "least": LEAST,
        "form": comparison,
        "found": found and _found(found),
        "not_causal": NOT_CAUSAL,
        "query": request.META["QUERY_STRING"],
    }
    areas = {}
    if found:
        areas = {name: json.loads(drawn) for name, drawn in found.places.outlines().items()}
    page = show(request, "effect/page.html", shown=shown, areas=areas)
    if comparison.errors or funnel.errors:
        page.status_code = 422
    return page


def effect_csv(request: Asking) -> HttpResponse:
    """Give the answer as a table for evaluators."""
    known = months.known()
    if not known:
        raise Http404
    funnel, table = _funnel(request, known)
    comparison, found = _comparison(request, known)
    if comparison.errors or table is None:
        raise Http404
    by = funnel.cleaned_data["by"] if funnel.is_bound else "kind"
    lines = exporting.comparison_lines(found) if found else exporting.funnel_lines(by, table)
    with transaction.atomic():
        record(request.actor, "effect_exported", **traces(request))
    return _file(exporting.table_csv(lines), "effect.csv")


def dictionary_csv(request: Asking) -> HttpResponse:
    """Give what the table's columns and measures mean."""
    return _file(exporting.dictionary_csv(), "effect-dictionary.csv")


def _funnel(request: Asking, known: list[months.Month]) -> tuple[FunnelForm, Table | None]:
    asked = request.GET if "by" in request.GET else None
    usual = FunnelForm.usual(known)
    form = FunnelForm(asked, known, initial=usual, auto_id="funnel_%s")
    if asked is None:
        said = usual
    elif form.is_valid():
        said = form.cleaned_data
    else:
        return form, None
    begins, ends = (months.Month.read(said[end]) for end in ("begins", "ends"))
    return form, count(*months.Period(begins, ends).days, said["by"])


def _comparison(
    request: Asking, known: list[months.Month]
) -> tuple[ComparisonForm, Comparison | None]:
    asked = request.GET if "before_begins" in request.GET else None
    form = ComparisonForm(asked, known, initial=ComparisonForm.usual(known))
    if asked is None or not form.is_valid():
        return form, None
    try:
        return form, compare(form.asked(), by=request.actor, **traces(request))
    except CannotCompare as refusal:
        form.refuse(refusal)
        return form, None


def _found(found: Comparison) -> dict[str, Any]:
    return {
        "sentence": words.sentence(found),
        "counted": words.counted(found),
        "chart": chart(found),
        "measures": words.measures(found),
        "verdict": found.verdict,
        "warnings": warnings(found),
        "before": found.asked.before,
        "after": found.asked.after,
        "kinds": found.asked.kinds,
    }


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
