"""Named points at which a test may kill this very process: FAULT_AT=name, or name:3 for the third time it is passed.

Without FAULT_AT a point does nothing. tests/faults kills a worker at each of them and compares what is left; with
FAULT_SIGNAL=SIGSTOP it is stopped there instead, until the test lets it go on.
"""

import itertools
import os
import signal

_name, _, _time = os.environ.get("FAULT_AT", "").partition(":")
_passed = itertools.count(1)
_signal = signal.Signals[os.environ.get("FAULT_SIGNAL", "SIGKILL")]


def point(name: str) -> None:
    """Die here, without a word, when the test says so."""
    if name == _name and next(_passed) == int(_time or 1):
        os.kill(os.getpid(), _signal)
