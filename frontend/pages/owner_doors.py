"""The doors between owners and those who looked."""

from django.urls import URLPattern

from frontend.gate.rules import EVERYBODY, Rule, door, roles
from frontend.pages.disputes import disputes
from frontend.pages.owner import owner_page
from frontend.pages.owner_camera import owner_camera
from frontend.pages.owner_signin import owner_enter, owner_signin
from frontend.pages.withheld import HOLDERS, withheld
from registry.access.facts import STRANGER

OWNERS = roles("owner")
AUDITORS = roles("auditor")

# A stranger is shown the way in, which is another than that of staff.
OWN = Rule(read=OWNERS | {STRANGER}, write=OWNERS, spoken=True)
CAMERA = Rule(read=OWNERS, write=OWNERS, page=True, spoken=True)
WAY_IN = Rule(read=EVERYBODY, write=EVERYBODY, spoken=True)

urlpatterns: list[URLPattern] = [
    door("owner", owner_page, rule=OWN, name="owner"),
    door("owner/signin", owner_signin, rule=WAY_IN, name="owner-signin"),
    door("owner/enter/<str:token>", owner_enter, rule=WAY_IN, name="owner-enter"),
    door("owner/cameras/<uuid:camera_id>", owner_camera, rule=CAMERA, name="owner-camera"),
    door(
        "disputes",
        disputes,
        rule=Rule(read=AUDITORS, write=AUDITORS, page=True),
        name="disputes",
    ),
    door(
        "withheld",
        withheld,
        rule=Rule(read=HOLDERS | AUDITORS, write=HOLDERS, page=True),
        name="withheld",
    ),
]
