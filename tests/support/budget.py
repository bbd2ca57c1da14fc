"""The time budget of a test file: `make test` stays short as long as no file takes more than its share.

A pytest plugin. It adds up the seconds of each file's tests without those marked `slow` and without session fixtures,
which all files share. A file over TEST_FILE_SECONDS (30 by default) fails the run: speed it up, split it, or mark its
longest tests `slow`. The limit grows with the load of the machine, and is three times as high where CI is set.
"""

import os
import time
from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest

SECONDS = float(os.environ.get("TEST_FILE_SECONDS", "30")) * (3 if os.environ.get("CI") else 1)
SHARED = "seconds of session fixtures"


class Budget:
    """Collects durations in the process that reports: pytest itself, or the controller of pytest-xdist."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)
        self._loads: list[float] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add the duration of one phase of one test."""
        if "slow" in report.keywords:
            return
        self._loads.append(os.getloadavg()[0])
        self._seconds[report.nodeid.partition("::")[0]] += report.duration
        if report.when == "teardown":  # its properties are those of the whole test
            shared = sum(seconds for name, seconds in report.user_properties if name == SHARED)
            self._seconds[report.nodeid.partition("::")[0]] -= float(shared)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, Any, Any]:
        """Fail the run if a file is over its budget."""
        outcome = yield
        if not hasattr(session.config, "workerinput") and self.exceeded():
            session.testsfailed += 1
        return outcome

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name the files over budget."""
        for file, seconds in self.exceeded().items():
            terminalreporter.write_line(
                f"{file} took {seconds:.0f} s, more than {self.limit():.0f} s: tests/support/budget.py", red=True
            )

    def exceeded(self) -> dict[str, float]:
        """Return the files over budget with their seconds."""
        return {file: seconds for file, seconds in self._seconds.items() if seconds > self.limit()}

    def limit(self) -> float:
        """Return the seconds of a file: more on a machine with more runnable processes than processors."""
        load = sum(self._loads) / max(1, len(self._loads))
        return SECONDS * max(1.0, load / (os.cpu_count() or 1))


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Generator[None, Any, Any]:
    """Record how long a session fixture took, nested ones included once."""
    if fixturedef.scope != "session" or getattr(request.session, "_in_session_fixture", False):
        return (yield)
    request.session._in_session_fixture = True
    started = time.monotonic()
    try:
        return (yield)
    finally:
        request.session._in_session_fixture = False
        request._pyfuncitem.user_properties.append((SHARED, time.monotonic() - started))


def pytest_configure(config: pytest.Config) -> None:
    """Register the collector."""
    config.pluginmanager.register(Budget(), "file budget")
