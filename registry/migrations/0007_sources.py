from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_feeds")]

    operations: list[migrations.operations.base.Operation] = []
