"""Health checks run in parallel, each with a timeout; a check whose dependency failed does not run."""

from threading import Event

from django.utils.translation import override

from operations.health.checks import HealthCheck, Issue, LazyMessage, Level, run_checks
from operations.health.registry import HEALTH_CHECKS

BROKEN = Issue("broken", Level.ERROR, LazyMessage("It is broken."), LazyMessage("Repair it."))
ODD = Issue("odd", Level.WARNING, LazyMessage("It is odd."), LazyMessage("Look at it."))


def test_a_check_whose_dependency_failed_does_not_run():
    results = run_checks(
        [
            HealthCheck("roof", "roof", list, depends_on=("wall",)),
            HealthCheck("wall", "wall", lambda: [BROKEN]),
            HealthCheck("door", "door", lambda: [ODD]),
            HealthCheck("lock", "lock", list, depends_on=("door",)),
            HealthCheck("lamp", "lamp", list, depends_on=("not among them",)),
        ]
    )
    assert [(result.check.name, result.ran, result.is_healthy) for result in results] == [
        ("roof", False, False),
        ("wall", True, False),
        ("door", True, True),
        ("lock", True, True),
        ("lamp", True, True),
    ]


def test_a_check_that_hangs_delays_no_other():
    never = Event()
    try:
        hanging, healthy = run_checks(
            [HealthCheck("silent", "silent", lambda: never.wait() and []), HealthCheck("well", "well", list)], timeout=2
        )
    finally:
        never.set()
    assert [issue.code for issue in hanging.issues] == ["silent_silent"]
    assert healthy.is_healthy


def test_a_check_that_raises_is_an_issue_with_its_label():
    (result,) = run_checks([HealthCheck("odd", "the odd part", lambda: [1 // 0])])
    assert [issue.code for issue in result.issues] == ["odd_failed"]
    assert "ZeroDivisionError" in str(result.issues[0].message)
    assert "the odd part" in str(result.issues[0].message)


def test_every_check_has_a_name_of_its_own_and_a_label_in_both_languages():
    assert len({check.name for check in HEALTH_CHECKS}) == len(HEALTH_CHECKS)
    for check in HEALTH_CHECKS:
        labels = []
        for language in ("vi", "en"):
            with override(language):
                labels.append(str(check.label))
        assert all(labels), check.name
        assert labels[0] != labels[1] or check.name == "mail", labels  # "email" is one word in both


def test_a_dependency_is_a_check_of_the_list():
    names = {check.name for check in HEALTH_CHECKS}
    assert {name for check in HEALTH_CHECKS for name in check.depends_on} <= names
