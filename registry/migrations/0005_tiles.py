"""What drawing tiles leans on in the database."""

from django.db import migrations

DEGREES = """
CREATE FUNCTION tile_degrees(z int, x int, y int) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- A tile's square in degrees, a 64th wider on each side. ST_Transform of ST_TileEnvelope
-- would wrap the margin round the antimeridian and so turn the square inside out.
RETURN ST_MakeEnvelope(
    greatest(-180.0, 360 * (x - 1 / 64.0) / 2 ^ z - 180),
    degrees(atan(sinh(pi() * (1 - 2 * (y + 1 + 1 / 64.0) / 2 ^ z)))),
    least(180.0, 360 * (x + 1 + 1 / 64.0) / 2 ^ z - 180),
    degrees(atan(sinh(pi() * (1 - 2 * (y - 1 / 64.0) / 2 ^ z)))),
    4326
);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_seeing")]

    operations = [
        migrations.RunSQL(DEGREES, "DROP FUNCTION tile_degrees(int, int, int)"),
    ]
