from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
SIGHTINGS = (SQL / "0004_sightings.sql").read_text()
ANSWER = (SQL / "0004_answer.sql").read_text()
NOW = "p.valid_to IS NULL"
THEN = "p.valid_from <= moment AND (p.valid_to IS NULL OR moment < p.valid_to)"

CAMERA = "JOIN camera c ON c.id = a.camera_id"
CAMERA_THEN = """JOIN camera today ON today.id = a.camera_id
    JOIN placement p ON p.id = a.placement_id
    CROSS JOIN LATERAL camera_then(today, p.status, p.level, p.owner_id) AS c"""

# A click asks of the present; the versions of a robot that walked past all day must not slow it.
CURRENT = """
    CREATE INDEX placement_sees_now ON placement USING gist (sees) WHERE valid_to IS NULL;
    CREATE INDEX placement_reach_now ON placement USING gist (reach) WHERE valid_to IS NULL;
    CREATE INDEX placement_position_now ON placement USING gist (position) WHERE valid_to IS NULL;
"""


def filled(sql: str, **words: str) -> str:
    """Fill in a template whose other braces are SQL's."""
    for name, word in words.items():
        sql = sql.replace("{" + name + "}", word)
    return sql


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_placing")]

    operations = [
        migrations.RunSQL(CURRENT),
        migrations.RunSQL((SQL / "0004_seeing.sql").read_text()),
        migrations.RunSQL(filled(SIGHTINGS, name="sightings", valid=NOW)),
        migrations.RunSQL(filled(SIGHTINGS, name="sightings_then", valid=THEN)),
        migrations.RunSQL(filled(ANSWER, name="seeing", sightings="sightings", camera=CAMERA)),
        migrations.RunSQL(
            filled(ANSWER, name="seeing_then", sightings="sightings_then", camera=CAMERA_THEN)
        ),
        migrations.RunSQL((SQL / "0004_counting.sql").read_text()),
        migrations.RunSQL((SQL / "0004_searching.sql").read_text()),
    ]
