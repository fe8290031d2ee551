"""Every door, in one list, each with whom it is for."""

from django.urls import URLPattern, URLResolver
from django.views.i18n import set_language

from frontend.api.doors import addresses
from frontend.gate.rules import EVERYBODY, PEOPLE, STAFF, Rule, door, roles
from frontend.pages import account, incidents, owner_doors, uploads
from frontend.pages.boxes import boxes
from frontend.pages.healthz import healthz
from frontend.pages.map import home, live_map
from frontend.pages.phone import phone
from frontend.pages.shell import BOX_KEEPERS, READERS
from frontend.pages.thumbnail import thumbnail
from frontend.tiles import doors

PUBLIC = Rule(read=EVERYBODY)
ANYBODY = Rule(read=EVERYBODY, write=EVERYBODY)
# Whoever is made to read another language by a foreign page has lost nothing.
LANGUAGE = Rule(read=EVERYBODY, write=EVERYBODY, by_secret=True)
MAPS = Rule(read=STAFF, page=True)
CALLS = Rule(read=READERS, page=True)
BOXES = Rule(read=BOX_KEEPERS, write=roles("registrar", "owner"), page=True)
SENDERS = Rule(write=roles("investigator", "supervisor"))
# The key of an upload is sent in a header, which no other site's page can make a browser send.
BY_KEY = Rule(read=EVERYBODY, write=EVERYBODY, by_secret=True, unattended=True)

urlpatterns: list[URLPattern | URLResolver] = [
    door("healthz", healthz, rule=PUBLIC, name="healthz"),
    door("tiles/<str:doors>/<int:z>/<int:x>/<int:y>.mvt", doors.tile, rule=PUBLIC, name="tile"),
    door("tiles.json", doors.tilejson, rule=PUBLIC, name="tilejson"),
    door("style.json", doors.style, rule=PUBLIC, name="style"),
    door("thumbnails/<uuid:camera>.jpg", thumbnail, rule=Rule(read=PEOPLE), name="thumbnail"),
    door("", home, rule=MAPS, name="home"),
    door("map", live_map, rule=MAPS, name="map"),
    door("incidents", incidents.incidents, rule=CALLS, name="incidents"),
    door("incidents/<uuid:incident_id>", incidents.incident, rule=CALLS, name="call"),
    door("uploads", uploads.uploads, rule=SENDERS, name="uploads"),
    door("uploads/<uuid:upload_id>", uploads.upload, rule=BY_KEY, name="upload"),
    door("boxes", boxes, rule=BOXES, name="boxes"),
    door("phone/<str:invite>", phone, rule=ANYBODY, name="phone"),
    door("language", set_language, rule=LANGUAGE, name="language"),
    *owner_doors.urlpatterns,
    addresses(),
    *account.urlpatterns,
]

handler400 = "frontend.gate.problems.bad_request"
handler403 = "frontend.gate.problems.forbidden"
handler404 = "frontend.gate.problems.not_found"
handler500 = "frontend.gate.problems.failed"
