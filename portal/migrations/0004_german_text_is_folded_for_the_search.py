from django.db import migrations

from portal.folding import FoldingFunction


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_letters_belong_to_a_room")]

    operations = [FoldingFunction()]
