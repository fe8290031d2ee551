from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("registry", "0022_money")]

    operations = []
