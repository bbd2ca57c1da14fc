"""Every regular expression takes linear time for hostile text; values of a log line are cut before they are cleaned."""

import re
import time

import pytest

from operations.logs import redact_personal_data
from tests.security.patterns import compiled, hostile, inline

LENGTH = 1_500
SUSPICIOUS = 0.002  # seconds of processor time for LENGTH characters; most patterns need less than a tenth of that


def test_every_pattern_takes_linear_time() -> None:
    """Four times the text may take eight times as long; a pattern of quadratic time takes sixteen times as long."""
    patterns = {(name, pattern.pattern): pattern for name, pattern in (*compiled(), *inline())}
    assert {name.partition(".")[0].partition("/")[0] for name, _text in patterns} >= {"ingest", "operations", "search"}
    slow = {}
    for (name, _text), pattern in patterns.items():
        for short in hostile(pattern, LENGTH):
            if _seconds(pattern, short) > SUSPICIOUS and _grows(pattern, short):
                slow[name] = short[:12]
                break
    assert not slow


def test_a_pattern_of_quadratic_time_is_noticed() -> None:
    pattern = re.compile(r"[\w.+-]+@[\w-]+\.")
    texts = [text[:-1] * (LENGTH // 300) + text[-1] for text in hostile(pattern, 300)]
    longer = max(texts, key=lambda text: min(_seconds(pattern, text) for _run in range(5)))
    assert _seconds(pattern, longer) > SUSPICIOUS
    assert any(_grows(pattern, longer) for _attempt in range(5)), "a busy machine blurs some measurements"


@pytest.mark.parametrize(
    "sent", ["a" * 2_000_000, "a@" * 1_000_000, "://a" * 500_000, "1:" * 1_000_000, "?" * 2_000_000]
)
def test_a_long_value_is_cut_and_cleaned_at_once(sent: str) -> None:
    start = time.process_time()
    event = redact_personal_data(None, "info", {"event": f"Invalid host: {sent}", "list": [sent]})
    assert time.process_time() - start < 1
    assert len(event["event"]) < 21_000


def test_an_address_of_any_length_is_removed() -> None:
    for address in ("dao@truong.vn", f"{'x' * 100}@truong.vn", f"dao@{'m.' * 60}vn"):
        event = redact_personal_data(None, "info", {"event": f"sent to {address}, done"})
        assert "@" not in event["event"]
        assert event["event"].endswith(", done")


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _match in pattern.finditer(text):
        pass
    return time.process_time() - start


def _grows(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether four times the text takes more than eight times as long, in the quickest of three runs."""
    long = text[:-1] * 4 + text[-1]
    return min(_seconds(pattern, long) for _run in range(3)) > 8 * min(_seconds(pattern, text) for _run in range(3))
