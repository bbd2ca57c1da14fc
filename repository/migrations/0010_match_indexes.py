from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("repository", "0009_match_keys"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(
                condition=models.Q(("isbn", ""), _negated=True), fields=["owner", "isbn"], name="resource_by_isbn"
            ),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["owner", "match_title"], name="resource_by_match_title"),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(
                condition=models.Q(("control_number", ""), _negated=True),
                fields=["owner", "control_number"],
                name="resource_by_control_number",
            ),
        ),
    ]
