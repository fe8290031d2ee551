from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql" / "0006_feeds.sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_tiles")]

    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]
