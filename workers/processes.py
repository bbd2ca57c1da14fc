"""End a child process when its parent ends (Linux: prctl PR_SET_PDEATHSIG)."""

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, *, by: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send `by` to this process when its parent ends; exit now if it has ended already.

    `parent` is the process id of the parent, read before the fork: in a container it may be 1.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os._exit(0)
