from pathlib import Path

from django.db import migrations

LEASES = Path(__file__).parent / "sql" / "0010_leases.sql"


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_phones")]

    operations = [
        migrations.RunSQL(LEASES.read_text(), "DROP TABLE feed_lease, feed_holder"),
    ]
