"""A person has a role in a school once at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_clean_memberships")]

    operations = [
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("person", "school", "role"),
                name="one_open_membership_for_each_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("person", "school", "role", "until"), name="one_membership_for_each_role_and_end"
            ),
        ),
    ]
