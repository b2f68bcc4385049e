"""System calls that no program needs and that lead out of a sandbox, refused by the kernel (seccomp, BPF).

The list follows the default profile of container engines: kernel keys, tracing, mounting, name spaces, kernel modules,
clocks, io_uring, and memory that no process shows. Processors other than x86-64 and ARM64 get no filter.
"""

from __future__ import annotations

import errno
import platform
import struct
from dataclasses import dataclass

_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
# CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
_NEW_NAMESPACES = 0x7E020000
_FAMILIES = (1, 2, 10, 16)
"""AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: others, such as AF_VSOCK, know no network name spaces."""
_TERMINAL = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX put keystrokes into a terminal."""
_BOTH = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "pidfd_getfd": 438,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "memfd_secret": 447,
}
# x86-64, ARM64 (the kernel's generic table)
_REFUSED = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "init_module": (175, 105),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "mount": (165, 40),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
}
_X86_ONLY = {"ioperm": 173, "iopl": 172, "modify_ldt": 154, "uselib": 134}


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    refused: tuple[int, ...]
    clone: int
    ioctl: int
    socket: int


def refused_calls() -> dict[str, int]:
    """The refused system calls of this processor by name; empty where it is an unknown one."""
    match platform.machine():
        case "x86_64":
            return {**_BOTH, **_X86_ONLY, **{name: x86 for name, (x86, _) in _REFUSED.items()}}
        case "aarch64":
            return {**_BOTH, **{name: arm for name, (_, arm) in _REFUSED.items()}}
    return {}


def _machine() -> _Machine | None:
    refused = tuple(refused_calls().values())
    match platform.machine():
        case "x86_64":
            return _Machine(0xC000003E, refused, clone=56, ioctl=16, socket=41)
        case "aarch64":
            return _Machine(0xC00000B7, refused, clone=220, ioctl=29, socket=198)
    return None


def system_call_filter() -> bytes:
    """The filter as the kernel takes it (an array of ``struct sock_filter``); empty for an unknown processor."""
    machine = _machine()
    if machine is None:
        return b""
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, machine.audit, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        # The 32-bit numbers of x86-64 would pass by the list.
        _step(_GREATER_EQUAL, 0x40000000, no=1),
        _step(_RETURN, _REFUSE | errno.ENOSYS),
        # clone3 hides its flags from filters; without it the C library uses clone.
        _step(_EQUAL, 435, no=1),
        _step(_RETURN, _REFUSE | errno.ENOSYS),
    ]
    for number in machine.refused:
        program += [_step(_EQUAL, number, no=1), _step(_RETURN, _REFUSE | errno.EPERM)]
    program += _if_call(
        machine.clone, 0, [_step(_ANY_BIT, _NEW_NAMESPACES, no=1), _step(_RETURN, _REFUSE | errno.EPERM)]
    )
    program += _if_call(machine.ioctl, 1, [s for n in _TERMINAL for s in _refusing(n)])
    families = [s for n in _FAMILIES for s in (_step(_EQUAL, n, no=1), _step(_RETURN, _ALLOW))]
    program += _if_call(machine.socket, 0, [*families, _step(_RETURN, _REFUSE | errno.EAFNOSUPPORT)])
    return b"".join([*program, _step(_RETURN, _ALLOW)])


def _if_call(number: int, argument: int, checks: list[bytes]) -> list[bytes]:
    """Checks on the low half of one argument of one system call; the number is loaded again after them."""
    load = _step(_LOAD, _ARGUMENTS + 8 * argument)
    return [_step(_EQUAL, number, no=len(checks) + 2), load, *checks, _step(_LOAD, _NUMBER)]


def _refusing(value: int) -> list[bytes]:
    return [_step(_EQUAL, value, no=1), _step(_RETURN, _REFUSE | errno.EPERM)]


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)
