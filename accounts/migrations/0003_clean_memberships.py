"""Fill in which school made an account, and end memberships that repeat another one."""

from collections import defaultdict
from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def fill_made_by(apps, schema_editor):
    """Give an account whose memberships are, and were, in one school to that school; others to none."""
    Membership = apps.get_model("accounts", "Membership")
    Person = apps.get_model("accounts", "Person")
    schools = defaultdict(set)
    for person, school in Membership.objects.values_list("person", "school"):
        schools[person].add(school)
    for person, ids in schools.items():
        if len(ids) == 1:
            Person.objects.filter(pk=person).update(made_by=ids.pop())


def end_repeated(apps, schema_editor):
    """Leave one of several memberships with the same role and end: the active one, else the oldest.

    The others end now, each at its own microsecond; nothing is deleted, so that loans and entries remain.
    """
    Membership = apps.get_model("accounts", "Membership")
    Person = apps.get_model("accounts", "Person")
    now = timezone.now()
    alike = defaultdict(list)
    for membership in Membership.objects.order_by("since", "pk"):
        key = (membership.person_id, membership.school_id, membership.role, membership.until)
        alike[key].append(membership)
    number = 0
    for rows in alike.values():
        if len(rows) == 1:
            continue
        active = Person.objects.filter(active_membership__in=[row.pk for row in rows]).first()
        keep = active.active_membership_id if active else rows[0].pk
        for row in (row for row in rows if row.pk != keep):
            number += 1
            end = row.until if row.until is not None and row.until <= now else max(now, row.since)
            row.until = end + timedelta(microseconds=number)
            row.save(update_fields=["until"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_person_made_by")]

    operations = [
        migrations.RunPython(fill_made_by, migrations.RunPython.noop),
        migrations.RunPython(end_repeated, migrations.RunPython.noop),
    ]
