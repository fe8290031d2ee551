from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_live")]

    operations: list[migrations.operations.base.Operation] = []
