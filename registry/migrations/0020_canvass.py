from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("registry", "0019_footage")]

    operations = []
