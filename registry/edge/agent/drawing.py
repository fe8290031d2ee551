"""Draw the owner's page: plain HTML that needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass
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

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
fieldset { margin: 1rem 0; } label { display: block; } .row label { display: inline; }
input[type=number] { width: 6rem; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8888; }
:focus-visible { outline: 3px solid #0b5fff; } button { min-height: 2.5rem; padding: 0 1rem; }
.scroll { overflow-x: auto; }
"""


@dataclass(frozen=True)
class Facts:
    """What the page shows."""

    box: Box
    line: str
    states: Mapping[UUID, State]
    looks: list[dict[str, Any]]


def draw(facts: Facts, token: str) -> str:
    """Write the whole page."""
    box = facts.box
    cameras = "".join(
        _camera(camera, facts.states.get(camera.id, State()), token)
        for camera in box.cameras.values()
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>My cameras · Sightline</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css"></head>
<body><h1>My cameras</h1>
<p>Centre: {escape(box.centre) or "none yet"}. Line: {escape(facts.line)}.
Hours are those of {escape(box.time_zone)}.</p>
<p>Your cameras' pictures leave this box only as you say here. A change takes effect at once, also
for whoever is looking.</p>
{cameras or "<p>No camera yet: <code>sightline-edge cameras add ADDRESS</code>.</p>"}
<h2>Every look</h2>{_looks(facts.looks)}</body></html>"""


def _camera(camera: LocalCamera, state: State, token: str) -> str:
    terms = camera.terms
    choices = "".join(
        f'<label><input type="radio" name="condition" value="{name}"'
        f"{' checked' if terms.condition == name else ''}> {words}</label>"
        for name, words in CHOICES
    )
    offers = "".join(
        f'<label><input type="checkbox" name="capabilities" value="{name}"'
        f"{' checked' if name in terms.capabilities else ''}> {words}</label> "
        for name, words in (("still", "Stills"), ("live", "Live video"))
        if name in camera.offers
    )
    within = "" if terms.within is None else round(terms.within)
    reason = f" ({escape(state.reason)})" if state.reason else ""
    return f"""<form method="post" action="/switch"><fieldset>
<legend>{escape(camera.name)}: {escape(state.name)}{reason}</legend>
<input type="hidden" name="token" value="{escape(token)}">
<input type="hidden" name="camera" value="{camera.id}">
<div class="row">The police may see {offers}</div>
{choices}
<div class="row"><label>Priority <input type="number" name="priority_at_most" min="1" max="5"
 value="{terms.priority_at_most or 1}"></label>
<label>within <input type="number" name="within" min="0" max="5000"
 value="{within}"> m</label></div>
<div class="row"><label>From <input type="time" name="from_hour"
 value="{_hour(terms.from_hour)}"></label>
<label>until <input type="time" name="until_hour" value="{_hour(terms.until_hour)}"></label></div>
<div class="row"><label>One look lasts at most <input type="number" name="max_session_min" min="1"
 max="240" value="{terms.max_session_min}"> min</label></div>
{_yes(camera)}
<button type="submit">Set</button></fieldset></form>"""


def _yes(camera: LocalCamera) -> str:
    if camera.terms.condition != "ask":
        return ""
    until = camera.terms.open_until
    said = f"You said yes until {until.astimezone():%H:%M}. " if until else ""
    return f'<label>{said}<input type="checkbox" name="yes" value="1"> Yes, for 15 minutes</label>'


def _looks(looks: list[dict[str, Any]]) -> str:
    if not looks:
        return "<p>Nobody has looked.</p>"
    columns = ("at", "what", "camera", "want", "seconds", "incident", "priority", "metres",
               "role", "agency", "purpose", "reason")  # fmt: skip
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    rows = "".join(f"<tr>{''.join(_cell(look, name) for name in columns)}</tr>" for look in looks)
    return f'<div class="scroll"><table><tr>{head}</tr>{rows}</table></div>'


def _cell(look: dict[str, Any], name: str) -> str:
    return f"<td>{escape(str(look.get(name, '')))}</td>"


def _hour(hour: Any) -> str:
    return f"{hour:%H:%M}" if hour else ""
