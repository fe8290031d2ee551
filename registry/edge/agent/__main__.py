"""sightline-edge: join a centre, name the cameras, run."""

import argparse
import asyncio
import os
import platform
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from registry.edge.agent.box import Box
from registry.edge.agent.cameras import LocalCamera
from registry.edge.agent.discovery import discover
from registry.edge.agent.enrolling import enrol
from registry.edge.agent.refusals import UnknownCamera
from registry.edge.agent.running import Running
from registry.edge.agent.switches import terms_of
from registry.edge.terms import CAPABILITIES, CONDITIONS
from registry.refusals import Refusal


def main(words: list[str] | None = None) -> int:
    """Do what the command line says; a refusal is one clear line."""
    asked = _parser().parse_args(words)
    folder = Path(asked.folder)
    try:
        asked.deed(folder, asked)
    except Refusal as refusal:
        print(refusal.detail, file=sys.stderr)
        return 1
    return 0


def _enrol(folder: Path, asked: argparse.Namespace) -> None:
    box = enrol(folder, asked.centre, asked.code, asked.name)
    print(f"Joined {box.centre} as {asked.name}. Now name the cameras:")
    print("  sightline-edge cameras find;  sightline-edge cameras add rtsp://…")


def _run(folder: Path, _: argparse.Namespace) -> None:
    running = Running(folder)
    print(f"Your page: http://127.0.0.1:{Box.load(folder).page_port}/", flush=True)
    with suppress(KeyboardInterrupt):
        asyncio.run(running.run())


def _status(folder: Path, _: argparse.Namespace) -> None:
    box = Box.load(folder)
    print(f"Centre: {box.centre or 'none yet'}")
    print(f"Page while it runs: http://127.0.0.1:{box.page_port}/")
    for camera in box.cameras.values():
        _print(camera)


def _list(folder: Path, _: argparse.Namespace) -> None:
    for camera in Box.load(folder).cameras.values():
        _print(camera)


def _find(_: Path, asked: argparse.Namespace) -> None:
    found = asyncio.run(discover(asked.wait))
    for address, name in found.items():
        print(f"{name or 'camera'}: {address}")
    print(f"{len(found)} found. Look up each one's rtsp:// address and add it.")


def _add(folder: Path, asked: argparse.Namespace) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    camera = LocalCamera.at(asked.address, asked.name)
    if asked.password_file:  # not on the command line, where every user of the machine reads it
        camera = replace(camera, credential=Path(asked.password_file).read_text().strip())
    Box.load(folder).having(camera).save(folder)
    _print(camera)


def _remove(folder: Path, asked: argparse.Namespace) -> None:
    Box.load(folder).without(_id(asked.camera)).save(folder)


def _switch(folder: Path, asked: argparse.Namespace) -> None:
    box = Box.load(folder)
    camera = box.camera(_id(asked.camera))
    said = vars(asked) | {"capabilities": asked.show or sorted(camera.terms.capabilities)}
    changed = box.switched(camera.id, terms_of(said))
    changed.save(folder)
    _print(changed.camera(camera.id))


def _record(folder: Path, asked: argparse.Namespace) -> None:
    box = Box.load(folder).keeping(_id(asked.camera), asked.keep == "on")
    box.save(folder)
    _print(box.camera(_id(asked.camera)))


def _ring(folder: Path, asked: argparse.Namespace) -> None:
    replace(Box.load(folder), ring_gb=asked.gb).save(folder)
    print(f"Recordings may take {asked.gb:g} GB of this disk. Takes effect when the box starts.")


def _print(camera: LocalCamera) -> None:
    opens = "+".join(sorted(camera.terms.capabilities)) or "nothing"
    kept = "  recorded" if camera.keep else ""
    print(f"{camera.id}  {camera.name}  {camera.url}  {camera.terms.condition}: {opens}{kept}")


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise UnknownCamera from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sightline-edge", description=__doc__)
    parser.add_argument("--folder", default=_folder(), help="where the box keeps its things")
    deeds = parser.add_subparsers(required=True)

    each = deeds.add_parser("enrol", help="join a centre with a code from its page")
    each.add_argument("centre")
    each.add_argument("code")
    each.add_argument("--name", default=platform.node())
    each.set_defaults(deed=_enrol)

    deeds.add_parser("run", help="hold the line").set_defaults(deed=_run)
    deeds.add_parser("status", help="say how it is").set_defaults(deed=_status)

    each = deeds.add_parser("ring", help="say how much of the disk recordings may take")
    each.add_argument("gb", type=_gigabytes)
    each.set_defaults(deed=_ring)

    cameras = deeds.add_parser("cameras", help="list, find, add, remove, switch, record")
    cameras.set_defaults(deed=_list)
    _cameras(cameras.add_subparsers())
    return parser


def _cameras(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    deeds.add_parser("list").set_defaults(deed=_list)

    each = deeds.add_parser("find", help="ask the network for ONVIF cameras")
    each.add_argument("--wait", type=float, default=3.0)
    each.set_defaults(deed=_find)

    each = deeds.add_parser("add", help="name a camera by its rtsp:// or snapshot address")
    each.add_argument("address")
    each.add_argument("--name", default="")
    each.add_argument("--password-file", help="holds user:password")
    each.set_defaults(deed=_add)

    each = deeds.add_parser("remove")
    each.add_argument("camera")
    each.set_defaults(deed=_remove)

    each = deeds.add_parser("record", help="keep recordings of it on this box")
    each.add_argument("camera")
    each.add_argument("keep", choices=("on", "off"))
    each.set_defaults(deed=_record)

    each = deeds.add_parser("switch", help="say who may see it, and when")
    each.add_argument("camera")
    each.add_argument("condition", choices=CONDITIONS)
    each.add_argument("--show", action="append", choices=CAPABILITIES)
    each.add_argument("--priority", dest="priority_at_most", type=int)
    each.add_argument("--within", type=float, help="metres")
    each.add_argument("--from", dest="from_hour")
    each.add_argument("--until", dest="until_hour")
    each.add_argument("--minutes", dest="max_session_min", type=int, help="one look lasts at most")
    each.add_argument("--back", dest="back_min", type=int, help="recordings: minutes back")
    each.add_argument("--yes", action="store_true", help="where it asks: open it for 15 minutes")
    each.set_defaults(deed=_switch)


def _gigabytes(typed: str) -> float:
    size = float(typed)
    if not 0.1 <= size <= 100_000:
        raise ValueError
    return size


def _folder() -> str:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return os.environ.get("SIGHTLINE_EDGE") or str(Path(state) / "sightline-edge")


if __name__ == "__main__":
    sys.exit(main())
