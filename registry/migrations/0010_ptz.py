from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_phones")]

    operations: list[migrations.operations.base.Operation] = []
