"""Every door, in one list, each with whom it is for."""

from django.urls import URLPattern, URLResolver
from django.views.i18n import set_language

from frontend.api.doors import addresses
from frontend.gate.rules import EVERYBODY, PEOPLE, STAFF, Rule, door, roles
from frontend.pages import account, evidence, incidents, owner_doors, public, uploads
from frontend.pages.answer import answer, answer_files, keep
from frontend.pages.ask import ask
from frontend.pages.boxes import boxes
from frontend.pages.canvass import begin as begin_canvass
from frontend.pages.canvass import canvass, canvasses, worker
from frontend.pages.conditions import conditions
from frontend.pages.coverage import coverage, study
from frontend.pages.demo_mail import demo_mail
from frontend.pages.effect import dictionary_csv, effect, effect_csv
from frontend.pages.give import give, give_files
from frontend.pages.healthz import healthz
from frontend.pages.map import home, live_map
from frontend.pages.phone import phone
from frontend.pages.register import register
from frontend.pages.register_links import register_confirm, register_withdraw
from frontend.pages.registry import registry
from frontend.pages.reports import report, report_file, reports
from frontend.pages.request_form import request_form
from frontend.pages.requests import INVESTIGATORS, one, requests
from frontend.pages.requests import READERS as READERS_OF_REQUESTS
from frontend.pages.shell import (
    BOX_KEEPERS,
    EVIDENCE_READERS,
    PLANNERS,
    PLANNING_READERS,
    READERS,
    REGISTRY_READERS,
)
from frontend.pages.still import still
from frontend.pages.thumbnail import thumbnail
from frontend.pages.whatif import begin as begin_whatif
from frontend.pages.whatif import compare, whatif
from frontend.tiles import doors
from frontend.tiles import study as study_tiles
from frontend.tiles.preview import preview_tile

WALKERS = roles("investigator", "officer")

PUBLIC = Rule(read=EVERYBODY)
ANYBODY = Rule(read=EVERYBODY, write=EVERYBODY)
SPOKEN = Rule(read=EVERYBODY, write=EVERYBODY, spoken=True)
# Whoever is made to read another language by a foreign page has lost nothing.
LANGUAGE = Rule(read=EVERYBODY, write=EVERYBODY, by_secret=True)
READ_ALOUD = Rule(read=EVERYBODY, spoken=True)
MAPS = Rule(read=STAFF, page=True)
CALLS = Rule(read=READERS, page=True)
ASKED = Rule(read=EVERYBODY, write=EVERYBODY, spoken=True)
CONDITIONS = Rule(read=roles("owner"), write=roles("owner"), page=True, spoken=True)
BOXES = Rule(read=BOX_KEEPERS, write=roles("registrar", "owner"), page=True)
BYTES = Rule(read=roles("investigator", "supervisor"))
EVIDENCE = Rule(read=EVIDENCE_READERS, write=BYTES.read, page=True)
SENDERS = Rule(write=roles("investigator", "supervisor"))
# The key of an upload is sent in a header, which no other site's page can make a browser send.
BY_KEY = Rule(read=EVERYBODY, write=EVERYBODY, by_secret=True, unattended=True)
EFFECT = Rule(read=PLANNING_READERS, page=True)
REQUESTS = Rule(read=READERS_OF_REQUESTS, write=INVESTIGATORS, page=True)
WALKS = Rule(read=WALKERS | roles("auditor"), write=WALKERS, page=True)
STUDIES = Rule(read=PLANNING_READERS, write=PLANNERS, page=True)
DRAWN = Rule(read=PLANNING_READERS, page=True)
REPORTS = Rule(read=PLANNING_READERS, page=True)
DRAFTS = Rule(read=INVESTIGATORS, write=INVESTIGATORS, page=True)
REGISTRY = Rule(read=REGISTRY_READERS, write=roles("registrar"), page=True)

urlpatterns: list[URLPattern | URLResolver] = [
    door("healthz", healthz, rule=PUBLIC, name="healthz"),
    door(
        "tiles/coverage/<int:z>/<int:x>/<int:y>.mvt",
        study_tiles.tile,
        rule=PUBLIC,
        name="study-tile",
    ),
    door("tiles/<str:doors>/<int:z>/<int:x>/<int:y>.mvt", doors.tile, rule=PUBLIC, name="tile"),
    door(
        "tiles/preview/<uuid:key>/<int:z>/<int:x>/<int:y>.mvt",
        preview_tile,
        rule=Rule(read=PLANNING_READERS),
        name="preview-tile",
    ),
    door("tiles.json", doors.tilejson, rule=PUBLIC, name="tilejson"),
    door("style.json", doors.style, rule=PUBLIC, name="style"),
    door("thumbnails/<uuid:camera>.jpg", thumbnail, rule=Rule(read=PEOPLE), name="thumbnail"),
    door("", home, rule=MAPS, name="home"),
    door("map", live_map, rule=MAPS, name="map"),
    door("incidents", incidents.incidents, rule=CALLS, name="incidents"),
    door("incidents/<uuid:incident_id>", incidents.incident, rule=CALLS, name="call"),
    door("effect", effect, rule=EFFECT, name="effect"),
    door("effect/table.csv", effect_csv, rule=EFFECT, name="effect-csv"),
    door("effect/dictionary.csv", dictionary_csv, rule=EFFECT, name="effect-dictionary"),
    door("evidence", evidence.evidence, rule=EVIDENCE, name="evidence"),
    door("evidence/<uuid:item_id>", evidence.item, rule=EVIDENCE, name="evidence-item"),
    door("evidence/<uuid:item_id>/original", evidence.original, rule=BYTES, name="original"),
    door("evidence/<uuid:item_id>/picture", evidence.picture, rule=BYTES, name="picture"),
    door("uploads", uploads.uploads, rule=SENDERS, name="uploads"),
    door("uploads/<uuid:upload_id>", uploads.upload, rule=BY_KEY, name="upload"),
    door("public", public.public, rule=READ_ALOUD, name="public"),
    door("public/numbers.json", public.numbers_json, rule=PUBLIC, name="public_numbers_json"),
    door("public/numbers.csv", public.numbers_csv, rule=PUBLIC, name="public_numbers_csv"),
    door("public/cameras.geojson", public.geojson, rule=PUBLIC, name="public_geojson"),
    door("public/cameras.pmtiles", public.pmtiles, rule=PUBLIC, name="public_pmtiles"),
    door("boxes", boxes, rule=BOXES, name="boxes"),
    door("registry", registry, rule=REGISTRY, name="registry"),
    door("still/<str:token>", still, rule=SPOKEN, name="still"),
    door("demo/mail", demo_mail, rule=Rule(read=EVERYBODY, spoken=True), name="demo_mail"),
    door("phone/<str:invite>", phone, rule=ANYBODY, name="phone"),
    door("requests", requests, rule=Rule(read=READERS_OF_REQUESTS, page=True), name="requests"),
    door("requests/new", request_form, rule=DRAFTS, name="request-new"),
    door("requests/<uuid:request_id>", one, rule=REQUESTS, name="request"),
    door(
        "requests/<uuid:request_id>/canvass",
        begin_canvass,
        rule=Rule(write=INVESTIGATORS),
        name="canvass-begin",
    ),
    door("canvass", canvasses, rule=Rule(read=WALKS.read, page=True), name="canvasses"),
    door("coverage", coverage, rule=STUDIES, name="coverage"),
    door("coverage/<uuid:study_id>", study, rule=STUDIES, name="study"),
    door("coverage/whatif/new", begin_whatif, rule=DRAWN, name="whatif-new"),
    door("coverage/whatif/<uuid:scenario_id>", whatif, rule=DRAWN, name="whatif"),
    door("coverage/compare", compare, rule=DRAWN, name="compare"),
    door("canvass/worker.js", worker, rule=Rule(read=WALKERS), name="canvass-worker"),
    door("canvass/<uuid:walk_id>", canvass, rule=WALKS, name="canvass"),
    door("give/<str:code>", give, rule=SPOKEN, name="give"),
    door("give/<str:code>/files", give_files, rule=SPOKEN, name="give-files"),
    door("requests/<uuid:request_id>/edit", request_form, rule=DRAFTS, name="request-edit"),
    door("reports", reports, rule=STUDIES, name="reports"),
    door("reports/<uuid:report_id>", report, rule=REPORTS, name="report"),
    door("reports/<uuid:report_id>.<str:form>", report_file, rule=REPORTS, name="report-file"),
    door("register", register, rule=SPOKEN, name="register"),
    door("register/confirm/<str:token>", register_confirm, rule=SPOKEN, name="register_confirm"),
    door("register/withdraw/<str:token>", register_withdraw, rule=SPOKEN, name="register_withdraw"),
    door("keep/<str:token>", keep, rule=SPOKEN, name="keep"),
    door("answer/<str:token>", answer, rule=SPOKEN, name="answer"),
    door("answer/<str:token>/files", answer_files, rule=SPOKEN, name="answer-files"),
    door("language", set_language, rule=LANGUAGE, name="language"),
    *owner_doors.urlpatterns,
    door(
        "owner/cameras/<uuid:camera_id>/conditions",
        conditions,
        rule=CONDITIONS,
        name="owner-conditions",
    ),
    door("ask/<str:token>", ask, rule=ASKED, name="ask"),
    addresses(),
    *account.urlpatterns,
]

handler400 = "frontend.gate.problems.bad_request"
handler403 = "frontend.gate.problems.forbidden"
handler404 = "frontend.gate.problems.not_found"
handler500 = "frontend.gate.problems.failed"
