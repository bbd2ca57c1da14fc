"""The states of an upload change only along TRANSITIONS, each change with a row of history."""

from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import School
from ingest.errors import InvalidTransition
from ingest.models import Upload, UploadHistory
from ingest.pipeline.actions import transitions
from ingest.states import State
from tests.ingest import material
from tests.ingest.conftest import Digitise

ALLOWED = {  # written out by hand, so that a change of TRANSITIONS is noticed
    "received": {"working", "refused", "cancelled", "failed"},
    "working": {"review", "refused", "failed", "cancelled"},
    "review": {"published", "cancelled", "working"},
    "failed": {"working", "cancelled"},
    "refused": {"working", "cancelled"},
    "published": set(),
    "cancelled": set(),
}


def test_every_change_of_state_is_in_the_history(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=1))
    changes = list(UploadHistory.objects.filter(upload=upload).values_list("before", "after"))
    assert changes == [("", "received"), ("received", "working"), ("working", "review")]


def test_only_the_transitions_of_the_table_are_possible(school: School) -> None:
    for before, after in product(State.values, State.values):
        upload = Upload.objects.create(school=school, name="sách.pdf", state=before, created_at=timezone.now())
        if after in ALLOWED[before]:
            transitions.transition(upload, State(after))
        else:
            with pytest.raises(InvalidTransition):
                transitions.transition(upload, State(after))
        upload.refresh_from_db()
        assert upload.state == (after if after in ALLOWED[before] else before)
        assert upload.history.count() == (after in ALLOWED[before])
