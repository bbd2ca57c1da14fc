"""The walls around the child process: limits, no network, and of the disk only what it needs.

Network: a namespace of its own without any device (user namespaces where the kernel allows them). Files: Landlock
(Linux 5.13 and newer): programs and libraries may be read, only the scratch folder written. What the machine refuses is
told, and a system check says so; memory, time, file sizes and handles are limited everywhere, and processes where the
network is (not for root, whom Linux lets start as many as there is room for: run workers as another user).
"""

import ctypes
import json
import os
import resource
import sys
from pathlib import Path

MEMORY = 4 * 1024**3  # address space, of which little is ever touched
FILE_SIZE = 16 * 1024**3
HANDLES = 128
PROCESSES = 128  # threads count too; only where namespaces of users are allowed, else all of this user's would count
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_PATH_BENEATH = 1
_READ = 0b1101  # execute, read file, read folder
_ALL = 0x1FFF  # every right of Landlock's first version
_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = [("handled_access_fs", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def apply(scratch: Path) -> dict[str, bool]:
    """Raise every wall that this machine allows; tells which of `network` and `files` stand."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, HANDLES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    network = _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    if network:
        resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    return {"network": network, "files": _landlock(scratch)}


def _landlock(scratch: Path) -> bool:
    ruleset = _Ruleset(_ALL)
    handle = _libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0)
    if handle < 0:
        return False
    try:
        allowed = [_allow(handle, path, _READ) for path in _readable()]
        allowed += [_allow(handle, scratch, _ALL), _allow(handle, Path("/dev/null"), 0b110)]
        return all(allowed) and _libc.syscall(_RESTRICT_SELF, handle, 0) == 0
    finally:
        os.close(handle)


def _allow(ruleset: int, path: Path, access: int) -> bool:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(access, opened)
        return bool(_libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0) == 0)
    finally:
        os.close(opened)


def _readable() -> list[Path]:
    """Programs, libraries and our own code; neither the database nor the secret key, nor anybody's home."""
    code = Path(__file__).resolve().parent.parent.parent
    ours = [code / name for name in ("ingest", "repository", "workers", "accounts", "access")]
    system = [Path(name) for name in ("/usr", "/lib", "/lib64", "/bin", "/etc")]
    python = [Path(sys.prefix), Path(sys.base_prefix), *(Path(entry) for entry in sys.path if "site-packages" in entry)]
    data = [Path(os.environ["TESSDATA_PREFIX"])] if os.environ.get("TESSDATA_PREFIX") else []
    return [path for path in [*ours, *system, *python, *data] if path.exists()]


if __name__ == "__main__":
    print(json.dumps(apply(Path(sys.argv[1]))))
