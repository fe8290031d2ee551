"""Reports: made of a study, listed, read, and taken away in the form that is wanted."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from frontend.api.answers import refused, status_of
from frontend.gate.asking import Asking, traces
from frontend.pages import report_words as words
from frontend.pages.report_printing import printed
from frontend.pages.shell import PLANNERS, show
from registry.refusals import Refusal
from registry.reports import exporting, making, queries
from registry.reports.models import Report, ReportPart
from tiles.credit import credit


class ReportForm(forms.Form):
    """Which study, and under which words."""

    study = forms.UUIDField()
    title = forms.CharField(max_length=200, required=False)
    note = forms.CharField(max_length=2000, required=False)
    paper = forms.ChoiceField(choices=Report.Paper.choices, required=False)


def reports(request: Asking) -> HttpResponse:
    """List the newest; make another."""
    if request.method != "POST":
        return _list(request, ReportForm(initial={"study": request.GET.get("study")}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    said = form.cleaned_data
    wanted = making.Wanted(
        study=said["study"],
        title=said["title"],
        note=said["note"],
        paper=said["paper"] or Report.Paper.A4,
        credit=credit(),
    )
    try:
        made = making.make(wanted, by=request.actor, **traces(request))
    except Refusal as refusal:
        form.add_error("study", refusal.detail)
        return _list(request, form, status=status_of(refusal))
    return HttpResponseRedirect(reverse("report", args=[made.pk]))


def report(request: Asking, report_id: UUID) -> HttpResponse:
    """Show one as it will be printed."""
    try:
        found = queries.found(report_id)
    except Refusal as refusal:
        return refused(request, refusal)
    return show(request, "reports/report.html", shown=words.shown(found))


def report_file(request: Asking, report_id: UUID, form: str) -> HttpResponse:
    """Give one as a file; that somebody took it is written down."""
    try:
        found = queries.found(report_id)
        if form not in words.FORMS:
            raise Http404
        body = _file(request, found, form)
        making.taken(found, form, by=request.actor, **traces(request))
    except Refusal as refusal:
        return refused(request, refusal)
    answer = HttpResponse(body, content_type=words.FORMS[form][1])
    name = f"report-{str(found.pk)[:8]}.{form}"
    how = "inline" if form == "pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer


def _file(request: Asking, found: Report, form: str) -> bytes:
    match form:
        case "pdf":
            return _printed(found, request.GET.get("paper", found.paper))
        case "csv":
            return exporting.table(found).encode()
        case "parquet":
            return exporting.parquet(found)
        case "svg":
            return queries.part(found, ReportPart.Name.MAP)
        case "json":
            return making.canonical(found)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.gpkg"
        exporting.geopackage(found, path)
        return path.read_bytes()


def _printed(found: Report, paper: str) -> bytes:
    if paper not in Report.Paper.values:
        raise Http404
    return printed(found, paper)


def _list(request: Asking, form: ReportForm, status: int = 200) -> HttpResponse:
    shown = {
        "reports": queries.listed(),
        "form": form if request.actor.role in PLANNERS else None,
        "studies": queries.reportable(),
    }
    page = show(request, "reports/list.html", shown=shown)
    page.status_code = status
    return page
