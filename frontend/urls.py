"""Every door, in one list, each with whom it is for."""

from django.urls import URLPattern, URLResolver

from frontend.api.doors import addresses
from frontend.gate.rules import EVERYBODY, PEOPLE, Rule, door
from frontend.pages import account
from frontend.pages.healthz import healthz
from frontend.pages.thumbnail import thumbnail
from frontend.tiles import doors

PUBLIC = Rule(read=EVERYBODY)

urlpatterns: list[URLPattern | URLResolver] = [
    door("healthz", healthz, rule=PUBLIC, name="healthz"),
    door("tiles/<str:doors>/<int:z>/<int:x>/<int:y>.mvt", doors.tile, rule=PUBLIC, name="tile"),
    door("tiles.json", doors.tilejson, rule=PUBLIC, name="tilejson"),
    door("style.json", doors.style, rule=PUBLIC, name="style"),
    door("thumbnails/<uuid:camera>.jpg", thumbnail, rule=Rule(read=PEOPLE), name="thumbnail"),
    addresses(),
    *account.urlpatterns,
]

handler400 = "frontend.gate.problems.bad_request"
handler403 = "frontend.gate.problems.forbidden"
handler404 = "frontend.gate.problems.not_found"
handler500 = "frontend.gate.problems.failed"
