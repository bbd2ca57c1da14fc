"""Examinations are made side by side, each with an end; what stands on something broken is not looked at."""

from threading import Event

from operations.health.runner import run_checks
from operations.health.types import HealthCheck, Issue, LazyMessage, Level

BROKEN = Issue("broken", Level.ERROR, LazyMessage("It is broken."), LazyMessage("Mend it."))
ODD = Issue("odd", Level.WARNING, LazyMessage("It is odd."), LazyMessage("See to it."))


def test_what_stands_on_something_broken_is_not_looked_at():
    results = run_checks(
        [
            HealthCheck("roof", list, depends_on=("wall",)),
            HealthCheck("wall", lambda: [BROKEN]),
            HealthCheck("door", lambda: [ODD]),
            HealthCheck("bell", list, depends_on=("door",)),
            HealthCheck("lamp", list, depends_on=("not asked for",)),
        ]
    )
    assert [(result.name, result.ran, result.is_healthy) for result in results] == [
        ("roof", False, False),
        ("wall", True, False),
        ("door", True, True),
        ("bell", True, True),
        ("lamp", True, True),
    ]


def test_one_silent_part_holds_nobody_up():
    never = Event()
    try:
        silent, well = run_checks(
            [HealthCheck("silent", lambda: never.wait() and []), HealthCheck("well", list)], seconds=2
        )
    finally:
        never.set()
    assert [finding.code for finding in silent.findings] == ["silent_silent"]
    assert well.is_healthy


def test_an_examination_that_fails_is_a_finding():
    (result,) = run_checks([HealthCheck("odd", lambda: [1 // 0])])
    assert [finding.code for finding in result.findings] == ["odd_failed"]
    assert "ZeroDivisionError" in str(result.findings[0].message)
