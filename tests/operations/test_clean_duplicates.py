"""The migrations that forbid duplicates clean those of older versions first, and delete nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import template
from tests.support.template import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.system, pytest.mark.embedded_only]

# Go back to the tables of 0.1.0, write what its races left behind, upgrade, print what is there then.
SCRIPT = """
import json
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

for label, name in (
    ("circulation", "0001"), ("sharing", "0001"), ("repository", "0001"), ("accounts", "0002"),
):
    call_command("migrate", label, name, verbosity=0)

# The models of then: those of now have columns that the tables do not have yet.
loader = MigrationExecutor(connection).loader
applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
then = loader.project_state(applied).apps
Membership, Person, School = (then.get_model("accounts", name) for name in ("Membership", "Person", "School"))
Collection = then.get_model("repository", "Collection")
GroupMember, SchoolGroup = (then.get_model("sharing", name) for name in ("GroupMember", "SchoolGroup"))

now = timezone.now()
school, other = (School.objects.create(code=code, name=code) for code in ("a", "b"))
person = Person.objects.create(username="lan", name="Lan")
moved = Person.objects.create(username="mai", name="Mai")
rows = [Membership.objects.create(person=person, school=school, role="pupil", since=now - timedelta(days=9 - n))
        for n in range(6)]
end = now + timedelta(days=30)
rows += [Membership.objects.create(person=person, school=school, role="teacher", since=now, until=end)
         for n in range(2)]
for place in (school, other):
    Membership.objects.create(person=moved, school=place, role="teacher", since=now)
Person.objects.filter(pk=person.pk).update(active_membership=rows[3])
for n in range(3):
    Collection.objects.create(school=school, name="Sách")
for n in range(2):
    group = SchoolGroup(lead=school, name="Nhóm")
    group.save()
for n in range(2):
    GroupMember.objects.create(group=group, school=other, since=now)

call_command("migrate", verbosity=0)

from accounts.models import Membership, Person
from repository.models import Collection
from sharing.models import GroupMember, SchoolGroup

open_rows = Membership.objects.filter(until=None, person=person.pk)
print(json.dumps({
    "memberships": Membership.objects.filter(person=person.pk).count(),
    "open": [row.pk == rows[3].pk for row in open_rows],
    "dated": Membership.objects.filter(person=person.pk, until=end).count(),
    "made_by": [p.made_by_id == school.pk for p in Person.objects.order_by("username")],
    "collections": sorted(Collection.objects.values_list("name", flat=True)),
    "groups": sorted(SchoolGroup.objects.values_list("name", flat=True)),
    "members": [GroupMember.objects.count(), GroupMember.objects.filter(until=None).count()],
}))
"""


def test_duplicates_of_older_versions_are_cleaned_and_nothing_is_deleted(tmp_path: Path) -> None:
    template.copy_into(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=template.environment(VAR_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout.splitlines()[-1]) == {
        "memberships": 8,
        "open": [True],
        "dated": 1,
        "made_by": [True, False],
        "collections": ["Sách", "Sách (2)", "Sách (3)"],
        "groups": ["Nhóm", "Nhóm (2)"],
        "members": [2, 1],
    }
