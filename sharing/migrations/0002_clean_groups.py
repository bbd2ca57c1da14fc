"""Give groups of one lead different names, and end members that are in a group twice."""

from django.db import migrations
from django.utils import timezone


def rename_groups(apps, schema_editor):
    """Rename the second “Name” of a lead to “Name (2)”."""
    SchoolGroup = apps.get_model("sharing", "SchoolGroup")
    taken = set(SchoolGroup.objects.values_list("lead", "name"))
    seen = set()
    for group in SchoolGroup.objects.order_by("pk"):
        key = (group.lead_id, group.name)
        if key not in seen:
            seen.add(key)
            continue
        number = 2
        while (name := f"{group.name[:190]} ({number})") and (group.lead_id, name) in taken:
            number += 1
        taken.add((group.lead_id, name))
        group.name = name
        group.save(update_fields=["name"])


def end_repeated_members(apps, schema_editor):
    """Leave the oldest of several open rows of one member; the others end now."""
    GroupMember = apps.get_model("sharing", "GroupMember")
    now = timezone.now()
    seen = set()
    for member in GroupMember.objects.filter(until=None).order_by("since", "pk"):
        key = (member.group_id, member.school_id, member.subgroup_id)
        if key in seen:
            member.until = now
            member.save(update_fields=["until"])
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]

    operations = [
        migrations.RunPython(rename_groups, migrations.RunPython.noop),
        migrations.RunPython(end_repeated_members, migrations.RunPython.noop),
    ]
