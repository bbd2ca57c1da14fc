"""The system calls that the kernel refuses to a parser, by a seccomp filter of libseccomp.

libseccomp writes the filter for the processor and refuses calls of its other modes (32-bit, x32). It is called through
ctypes, as pyseccomp does, which has had no release since 2021; Debian's own binding serves only Debian's Python.

Refused calls fail with EPERM. What parsers need (files in their folder, memory, threads, starting ffmpeg) is not
listed; limits of files and of the network are in isolation.py.
"""

import ctypes
import errno
from collections.abc import Iterable

_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_MASKED_EQUAL = 7  # SCMP_CMP_MASKED_EQ
_UNKNOWN = -1  # libseccomp's number for a call that it does not know on this processor
_LIBRARY = "libseccomp.so.2"

# Reach other machines and other processes' sockets. The parser's own socket is open already; socketpair stays allowed.
_NETWORK = "socket connect bind listen accept accept4"
# See, change or follow other processes.
_OTHER_PROCESSES = """
    ptrace process_vm_readv process_vm_writev process_madvise pidfd_open pidfd_getfd kcmp perf_event_open
    migrate_pages move_pages
"""
# New namespaces and mounts, with which a process gets rights of its own.
_NAMESPACES = """
    unshare setns mount umount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick
    mount_setattr swapon swapoff quotactl quotactl_fd acct sethostname setdomainname
"""
# Change what Landlock does not protect: rights, owners and attributes of files, and their length by name (before 6.2).
_FILES = """
    chmod fchmodat fchmodat2 chown lchown fchownat setxattr lsetxattr removexattr lremovexattr setxattrat
    removexattrat truncate truncate64
"""
# Memory and messages shared with other processes of the same user.
_SHARED = "shmget msgget semget mq_open"
# Parts of the kernel that parsers never need and that had most of its vulnerabilities.
_KERNEL = """
    bpf io_uring_setup io_uring_enter io_uring_register userfaultfd keyctl add_key request_key init_module
    finit_module delete_module kexec_load kexec_file_load reboot syslog open_by_handle_at name_to_handle_at
    fanotify_init lookup_dcookie vmsplice personality iopl ioperm modify_ldt settimeofday clock_settime adjtimex
    clock_adjtime nfsservctl memfd_secret mknod mknodat
"""
# Signals to other processes of the same user, where Landlock cannot restrict them (before Linux 6.12).
_SIGNALS = "kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal"
REFUSED = tuple(f"{_NETWORK} {_OTHER_PROCESSES} {_NAMESPACES} {_FILES} {_SHARED} {_KERNEL}".split())
SIGNALS = tuple(_SIGNALS.split())
# Flags of clone that begin a namespace: mount, cgroup, host name, IPC, user, processes, network.
_NEW_NAMESPACE = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)


class _Comparison(ctypes.Structure):
    """scmp_arg_cmp: number of the argument, operator, mask, value."""

    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    ]


def restrict(*, signals: bool) -> bool:
    """Refuse these calls to this process and all that it starts; return whether the kernel does so.

    `signals`: also refuse to send signals. Call this after the process has its other limits.
    """
    library = _library()
    if library is None:
        return False
    context = library.seccomp_init(_ALLOW)
    if not context:
        return False
    try:
        names = (*REFUSED, *SIGNALS) if signals else REFUSED
        added = [_refuse(library, context, number) for number in _numbers(library, names)]
        (clone,) = _numbers(library, ["clone"])
        added += [_refuse(library, context, clone, flag) for flag in _NEW_NAMESPACE]
        # The flags of clone3 are in memory, where a filter cannot look; without it, the C library uses clone.
        added += [_refuse(library, context, number, code=errno.ENOSYS) for number in _numbers(library, ["clone3"])]
        return bool(added) and not any(added) and library.seccomp_load(context) == 0
    finally:
        library.seccomp_release(context)


def _refuse(library: ctypes.CDLL, context: int, number: int, flag: int = 0, *, code: int = errno.EPERM) -> int:
    """Refuse a call, if there is a `flag` only with it in its first argument; return 0 unless that fails."""
    comparisons = _Comparison(0, _MASKED_EQUAL, flag, flag)
    count = 1 if flag else 0
    return int(library.seccomp_rule_add_array(context, _ERRNO | code, number, count, ctypes.byref(comparisons)))


def _numbers(library: ctypes.CDLL, names: Iterable[str]) -> list[int]:
    """Return the numbers of the calls that exist on this processor."""
    numbers = [int(library.seccomp_syscall_resolve_name(name.encode())) for name in names]
    return [number for number in numbers if number != _UNKNOWN]


def _library() -> ctypes.CDLL | None:
    """Return libseccomp with the types of its functions; None if it is not installed."""
    try:
        library = ctypes.CDLL(_LIBRARY, use_errno=True)
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    library.seccomp_release.argtypes = [ctypes.c_void_p]
    library.seccomp_release.restype = None
    library.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    add = library.seccomp_rule_add_array
    add.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
    return library
