"""Everything known of an owner, to take away."""

import csv
import io
import json
import zipfile

from registry.owners.consent import append
from registry.owners.consent_models import Consent
from registry.ownership import disputing, exporting, withholding
from tests.registry.ownership.conftest import Scene


def test_the_export_holds_it_all_as_json_and_as_tables(scene: Scene) -> None:
    entry = scene.look()
    append(scene.owner.pk, scene.camera.pk, Consent.Deed.GIVEN, language="en", ticked=["register"])
    disputing.dispute(scene.camera, entry, "=cmd|' /C calc'!A0", by=scene.ida)
    archive = zipfile.ZipFile(io.BytesIO(exporting.export(scene.owner, by=scene.ida)))
    told = json.loads(archive.read("everything.json"))
    assert told["owner"]["email"] == scene.owner.email
    assert told["cameras"][0]["name"] == scene.camera.name
    assert told["looks"][0]["number"] == "26-0001"
    assert told["consents"][0]["deed"] == "given"
    assert "dana" not in json.dumps(told)
    assert told["objections"][0]["words"].startswith("=cmd")
    [row] = csv.DictReader(io.StringIO(archive.read("objections.csv").decode()))
    assert row["words"].startswith("'=")  # a spreadsheet runs no words


def test_what_is_withheld_is_not_in_it(scene: Scene) -> None:
    scene.look()
    withholding.withhold(scene.call.pk, case="C", reason="R", days=2, by=scene.ivan)
    assert exporting.gather(scene.owner)["looks"] == []
