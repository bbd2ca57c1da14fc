"""Named points at which a test kills this process: FAULT_AT=name, or name:3 for the third time the process passes it.

Without FAULT_AT a point does nothing. tests/faults kills a worker at each of them and compares what remains; with
FAULT_SIGNAL=SIGSTOP the process is suspended there until the test resumes it.
"""

import itertools
import os
import signal

_name, _, _time = os.environ.get("FAULT_AT", "").partition(":")
_passed = itertools.count(1)
_signal = signal.Signals[os.environ.get("FAULT_SIGNAL", "SIGKILL")]


def point(name: str) -> None:
    """Send the signal to this process if FAULT_AT names this point and this pass."""
    if name == _name and next(_passed) == int(_time or 1):
        os.kill(os.getpid(), _signal)
