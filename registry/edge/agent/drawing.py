"""Draw the owner's page: plain HTML that needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID

from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.health import State

CHOICES = (
    ("never", "Never"),
    ("panic", "Only while a panic alarm is open here"),
    ("priority", "Calls of this priority or more urgent, near the camera"),
    ("hours", "Between these hours, for any call"),
    ("ask", "Ask me each time"),
    ("always", "For any call"),
)
OFFERS = (("still", "Stills"), ("live", "Live video"), ("recorded", "Recordings"))

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 1.5rem auto 4rem; padding: 0 1rem; }
h1 { margin: 0; } h2 { margin: 2rem 0 .5rem; } .quiet { opacity: .75; }
form { border: 1px solid #8888; border-radius: 8px; padding: 1rem 1.25rem; margin: 1rem 0; }
form h3 { margin: 0 0 .25rem; } fieldset { border: 0; padding: 0; margin: .75rem 0; }
legend { font-weight: 600; padding: 0; } label { display: block; padding: .15rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
.more { margin-left: 1.6rem; }
input[type=number] { width: 5rem; } input { font: inherit; }
.bad { color: #b3261e; } @media (prefers-color-scheme: dark) { .bad { color: #ffb4ab; } }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8888; }
td:first-child { white-space: nowrap; } .scroll { overflow-x: auto; }
:focus-visible { outline: 3px solid #0b5fff; }
button { min-height: 2.5rem; padding: 0 1.25rem; font: inherit; }
"""


@dataclass(frozen=True)
class Facts:
    """What the page shows."""

    box: Box
    line: str
    states: Mapping[UUID, State]
    recordings: Mapping[UUID, str]
    looks: list[dict[str, Any]]


def draw(facts: Facts, token: str) -> str:
    """Write the whole page."""
    box = facts.box
    cameras = "".join(_camera(camera, facts, token) for camera in box.cameras.values())
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>My cameras · Sightline</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css"></head>
<body><h1>My cameras</h1>
<p class="quiet">Centre: {escape(box.centre) or "none yet"} · Line: {escape(facts.line)}
· Hours are those of {escape(box.time_zone)}</p>
<p>Your cameras' pictures leave this box only as you say here. A change takes effect at once, also
for whoever is looking.</p>
{cameras or "<p>No camera yet: <code>sightline-edge cameras add ADDRESS</code>.</p>"}
<h2>Every look</h2>{_looks(facts.looks)}</body></html>"""


def _camera(camera: LocalCamera, facts: Facts, token: str) -> str:
    state = facts.states.get(camera.id, State())
    bad = ' class="bad"' if state.name == "offline" else ""
    reason = f" ({escape(state.reason)})" if state.reason else ""
    return f"""<form method="post" action="/switch">
<h3>{escape(camera.name)}</h3><span{bad}>{escape(state.name)}{reason}</span>
<input type="hidden" name="token" value="{escape(token)}">
<input type="hidden" name="camera" value="{camera.id}">
<fieldset><legend>The police may see</legend>{_offers(camera)}</fieldset>
<fieldset><legend>When</legend>{_conditions(camera)}</fieldset>
{_recording(camera, facts.recordings.get(camera.id, ""))}
<label>One look lasts at most <input type="number" name="max_session_min" min="1"
 max="240" value="{camera.terms.max_session_min}"> min</label>
<button type="submit">Set</button></form>"""


def _offers(camera: LocalCamera) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="capabilities" value="{name}"'
        f"{_checked(name in camera.terms.capabilities)}> {words}</label>"
        for name, words in OFFERS
        if name in camera.offers
    )
    return f'<div class="row">{boxes}</div>'


def _conditions(camera: LocalCamera) -> str:
    terms = camera.terms
    within = "" if terms.within is None else round(terms.within)
    more = {
        "priority": f"""<label>Priority <input type="number" name="priority_at_most" min="1" max="5"
 value="{terms.priority_at_most or 1}"></label>
<label>within <input type="number" name="within" min="0" max="5000" value="{within}"> m</label>""",
        "hours": f"""<label>From <input type="time" name="from_hour"
 value="{_hour(terms.from_hour)}"></label>
<label>until <input type="time" name="until_hour" value="{_hour(terms.until_hour)}"></label>""",
        "ask": _yes(camera),
    }
    return "".join(
        f'<label><input type="radio" name="condition" value="{name}"'
        f"{_checked(terms.condition == name)}> {words}</label>"
        + (f'<div class="row more">{more[name]}</div>' if more.get(name) else "")
        for name, words in CHOICES
    )


def _recording(camera: LocalCamera, goes: str) -> str:
    if "recorded" not in camera.offers:
        return ""
    bad = ' class="bad"' if goes not in ("", "on") else ""
    said = f" <span{bad}>({escape(goes)})</span>" if goes else ""
    return f"""<fieldset><legend>Recordings</legend>
<label><input type="checkbox" name="keep" value="1"{_checked(camera.keep)}>
 Keep them on this box{said}</label>
<label>Where they may be seen: no more than the last <input type="number" name="back_min" min="1"
 max="10080" value="{camera.terms.back_min}"> min, and nothing from before you set this</label>
</fieldset>"""


def _yes(camera: LocalCamera) -> str:
    if camera.terms.condition != "ask":
        return ""
    until = camera.terms.open_until
    said = f"You said yes until {until.astimezone():%H:%M}. " if until else ""
    return f'<label>{said}<input type="checkbox" name="yes" value="1"> Yes, for 15 minutes</label>'


def _looks(looks: list[dict[str, Any]]) -> str:
    if not looks:
        return "<p>Nobody has looked.</p>"
    columns = ("at", "what", "camera", "want", "filmed", "seconds", "incident", "priority",
               "metres", "role", "agency", "purpose", "reason")  # fmt: skip
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    rows = "".join(f"<tr>{''.join(_cell(look, name) for name in columns)}</tr>" for look in looks)
    return f'<div class="scroll"><table><tr>{head}</tr>{rows}</table></div>'


def _cell(look: dict[str, Any], name: str) -> str:
    said = str(look.get(name, ""))
    if name == "at":
        said = f"{datetime.fromisoformat(said).astimezone():%Y-%m-%d %H:%M:%S}"
    return f"<td>{escape(said)}</td>"


def _checked(on: bool) -> str:
    return " checked" if on else ""


def _hour(hour: Any) -> str:
    return f"{hour:%H:%M}" if hour else ""
