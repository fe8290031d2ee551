from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("registry", "0023_scenarios")]

    operations = []
