from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from 0013: PostgreSQL changes no table that has rows to check."""

    dependencies = [("workshops", "0012_a_refused_sentence_has_its_proof")]

    operations = [
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(
                        models.Q(("refused_by", None), _negated=True),
                        models.Q(("refused_at", None), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="statement_refused_has_proof",
                violation_error_message="A refused sentence says who refused it, and when.",
            ),
        ),
    ]
