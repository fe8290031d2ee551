from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_seeing")]

    operations = [
        migrations.RunSQL((SQL / "0005_tiles.sql").read_text()),
    ]
