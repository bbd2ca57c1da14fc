"""Mistake 15: items lent twice, files lost, a package that ran code. Each of these promises has an existing test.

The product deserialises data only: no pickle, no template, no code, no path of the server.
"""

import ast
import re

import pytest
from django.conf import settings

from tests.security.code import calls, files, imports, name_of

RUNS = {"eval", "exec", "compile", "__import__"}
UNPACKS = {"cPickle", "dill", "joblib", "marshal", "pickle", "shelve", "yaml"}
PROMISES = (
    "tests/circulation/test_race.py::test_never_more_loans_than_seats_at_any_instant",
    "tests/faults/test_kill.py::test_a_killed_process_loses_nothing_and_duplicates_nothing",
    "tests/ingest/pipeline/test_pipeline.py::test_the_same_file_twice_is_stored_once_and_described_twice",
    "tests/ingest/pipeline/test_pipeline.py::test_steps_that_run_again_leave_the_same_result",
    "tests/ingest/pipeline/test_leases.py::test_a_holder_with_an_old_token_cannot_write",
)


def test_nothing_that_is_read_can_run() -> None:
    assert [name_of(file) for file in files() if {name.split(".")[0] for name in imports(file)} & UNPACKS] == []
    assert [name_of(file) for file in files() if _named_calls(file) & RUNS] == []


def test_no_template_is_made_of_what_people_write() -> None:
    made = {"Template", "get_template_from_string"}
    assert [name_of(file) for file in files() if calls(file) & made] == []
    marked = [name_of(file) for file in files() if calls(file) & {"mark_safe", "SafeString"}]
    assert marked == ["config/templatetags/ui.py"]  # it escapes its arguments: tests/config/test_ui.py
    templates = (settings.ROOT / "templates").rglob("*.html")
    trusting = [one.name for one in templates if re.search(r"\|\s*safe\b|autoescape off", one.read_text("utf-8"))]
    assert trusting == ["field.html"]  # the help text of Django's own fields is an HTML list


def test_sessions_and_caches_hold_json_and_no_pickles_that_others_write() -> None:
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


def test_no_weak_sum_guards_anything() -> None:
    weak = [file for file in files() if calls(file) & {"md5", "sha1"}]
    assert [name_of(file) for file in weak] == ["repository/store/s3.py"]  # the checksum of the S3 protocol
    assert "md5(data, usedforsecurity=False)" in weak[0].read_text("utf-8")


def test_commands_are_lists_of_words() -> None:
    shells = [
        name_of(file) for file in files() if re.search(r"shell\s*=\s*True|os\.system|os\.popen", file.read_text())
    ]
    assert shells == []


@pytest.mark.parametrize("place", PROMISES)
def test_the_promise_has_its_test(place: str) -> None:
    file, _, name = place.partition("::")
    text = (settings.ROOT / file).read_text("utf-8")
    assert re.search(rf"^def test_{name.removeprefix('test_')}", text, re.MULTILINE)


def _named_calls(file) -> set[str]:
    tree = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.func.id for node in tree if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
