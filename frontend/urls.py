"""Every door, in one list."""

from django.urls import URLPattern, URLResolver, path

from frontend.pages.healthz import healthz
from frontend.tiles import doors

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("tiles/<str:doors>/<int:z>/<int:x>/<int:y>.mvt", doors.tile, name="tile"),
    path("tiles.json", doors.tilejson, name="tilejson"),
    path("style.json", doors.style, name="style"),
]
