"""Join a centre: show it the code its page gave, and the public half of a new key."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpcore
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.edge.agent import keys
from registry.edge.agent.box import Box
from registry.edge.agent.refusals import EnrolmentRefused
from registry.edge.wire import proof_of_enrolment

PATIENCE = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), 10.0)}
ANSWER_LIMIT = 64 * 1024
HERE = {"127.0.0.1", "localhost", "::1"}


def enrol(folder: Path, centre: str, code: str, name: str) -> Box:
    """Make a key, enrol and remember it. Raises EnrolmentRefused; the code is spent by success."""
    centre = centre.rstrip("/")
    parts = urlsplit(centre)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise EnrolmentRefused("A centre's address starts with https://.")
    key = Ed25519PrivateKey.generate()
    public = keys.public(key)
    proof = key.sign(proof_of_enrolment(code, public)).hex()
    told = _post(
        f"{centre}/api/edge/enrol", {"code": code, "key": public, "proof": proof, "name": name}
    )
    box = replace(
        Box.load(folder),
        id=UUID(told["box"]),
        centre=centre,
        line=told["line"],
        time_zone=told["time_zone"],
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.keep(key, folder)  # only now: a code that was refused must not cost an older key
    box.save(folder)
    return box


def _post(url: str, words: dict[str, str]) -> dict[str, Any]:
    headers = [("Content-Type", "application/json"), ("User-Agent", "sightline-edge")]
    try:
        with httpcore.stream(
            "POST", url, headers=headers, content=json.dumps(words).encode(), extensions=PATIENCE
        ) as answer:
            body = b""
            for chunk in answer.iter_stream():
                body += chunk
                if len(body) > ANSWER_LIMIT:
                    raise EnrolmentRefused("That is no centre.")
        said = json.loads(body)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as gone:
        raise EnrolmentRefused(f"The centre does not answer: {gone}.") from None
    except ValueError:
        raise EnrolmentRefused("That is no centre.") from None
    if answer.status != 200:
        raise EnrolmentRefused(said.get("detail", "") if isinstance(said, dict) else "")
    return dict(said)
