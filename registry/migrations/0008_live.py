from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_sources")]

    operations: list[migrations.operations.base.Operation] = []
