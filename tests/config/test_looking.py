"""Examinations are made side by side, each with an end; what stands on something broken is not looked at."""

from threading import Event

from config.health.finding import Examination, Finding, Level, Sentence
from config.health.looking import look

BROKEN = Finding("broken", Level.ERROR, Sentence("It is broken."), Sentence("Mend it."))
ODD = Finding("odd", Level.WARNING, Sentence("It is odd."), Sentence("See to it."))


def test_what_stands_on_something_broken_is_not_looked_at():
    results = look(
        [
            Examination("roof", list, needs=("wall",)),
            Examination("wall", lambda: [BROKEN]),
            Examination("door", lambda: [ODD]),
            Examination("bell", list, needs=("door",)),
            Examination("lamp", list, needs=("not asked for",)),
        ]
    )
    assert [(result.part, result.looked, result.is_well) for result in results] == [
        ("roof", False, False),
        ("wall", True, False),
        ("door", True, True),
        ("bell", True, True),
        ("lamp", True, True),
    ]


def test_one_silent_part_holds_nobody_up():
    never = Event()
    try:
        silent, well = look([Examination("silent", lambda: never.wait() and []), Examination("well", list)], seconds=2)
    finally:
        never.set()
    assert [finding.code for finding in silent.findings] == ["silent_silent"]
    assert well.is_well


def test_an_examination_that_fails_is_a_finding():
    (result,) = look([Examination("odd", lambda: [1 // 0])])
    assert [finding.code for finding in result.findings] == ["odd_failed"]
    assert "ZeroDivisionError" in str(result.findings[0].what)
