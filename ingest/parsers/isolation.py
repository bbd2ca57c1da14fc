"""The isolation of a parser process: resource limits, no network, only the files and system calls that it needs.

Network: a network namespace without any device, if the kernel allows user namespaces. Files: Landlock (Linux 5.13 or
later) lets a parser read programs and libraries, and write only the scratch folder. Calls: seccomp (system_calls.py)
refuses sockets, other processes, mounts and rare parts of the kernel. A system check reports what the machine refuses,
and parser_pool.py reads no file without the walls in REQUIRED. Memory, file size and handles are always limited; the
number of processes only inside a user namespace, because otherwise all processes of the user would count (and never for
root, whom Linux exempts: run workers as another user).

README.md says why bubblewrap does not do this.
"""

import ctypes
import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path

from ingest.parsers import system_calls

MEMORY = 4 * 1024**3  # address space, of which little is ever touched
FILE_SIZE = 16 * 1024**3
HANDLES = 128
PROCESSES = 128  # threads included
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_PATH_BENEATH = 1
_READ = 0b1101  # execute, read file, read folder
_ALL = 0x1FFF  # every right of the first version of Landlock
# Rights of later versions: move between folders, truncate, control devices; bind and connect TCP; signals, sockets.
_SINCE = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_TCP_SINCE, _TCP = 4, 0b11
_SCOPES_SINCE, _SCOPES = 6, 0b11
_ASK_VERSION = 1
_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def apply(scratch: Path) -> dict[str, bool]:
    """Isolate this process as far as the machine allows; return which walls stand: `network`, `files`, `calls`."""
    for resource_type, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, HANDLES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(resource_type)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource_type, (limit, limit))
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    network = _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    if network:
        resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    version = _libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    files = _landlock(scratch, version) if version > 0 else False
    calls = system_calls.restrict(signals=not files or version < _SCOPES_SINCE)
    return {"network": network, "files": files, "calls": calls}


def missing(walls: Mapping[str, bool]) -> list[str]:
    """Return the walls without which no file is read: files, and either the network namespace or the refused calls."""
    absent = [] if walls["files"] else ["files"]
    return absent if walls["network"] or walls["calls"] else [*absent, "network", "calls"]


def _landlock(scratch: Path, version: int) -> bool:
    """Restrict files, TCP and signals of this process, as far as this version can; return whether the kernel did so."""
    every = _ALL | sum(right for since, right in _SINCE.items() if version >= since)
    tcp, scopes = _TCP * (version >= _TCP_SINCE), _SCOPES * (version >= _SCOPES_SINCE)
    ruleset = _Ruleset(every, tcp, scopes)
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _TCP_SINCE else 8  # older kernels take fewer fields
    handle = _libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if handle < 0:
        return False
    try:
        allowed = [_allow(handle, path, _READ) for path in _readable()]
        allowed += [_allow(handle, scratch, every), _allow(handle, Path("/dev/null"), 0b110)]
        return all(allowed) and _libc.syscall(_RESTRICT_SELF, handle, 0) == 0
    finally:
        os.close(handle)


def _allow(ruleset: int, path: Path, access: int) -> bool:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(access, handle)
        return bool(_libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0) == 0)
    finally:
        os.close(handle)


def _readable() -> list[Path]:
    """Return programs, libraries and the product's code; not the database, the secret key or a home folder."""
    code = Path(__file__).resolve().parent.parent.parent
    product = [code / name for name in ("ingest", "repository", "workers", "accounts", "access")]
    system = [Path(name) for name in ("/usr", "/lib", "/lib64", "/bin", "/etc")]
    python = [Path(sys.prefix), Path(sys.base_prefix), *(Path(entry) for entry in sys.path if "site-packages" in entry)]
    data = [Path(os.environ["TESSDATA_PREFIX"])] if os.environ.get("TESSDATA_PREFIX") else []
    return [path for path in [*product, *system, *python, *data] if path.exists()]


if __name__ == "__main__":
    print(json.dumps(apply(Path(sys.argv[1]))))
