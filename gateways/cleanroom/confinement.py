"""What the process gives up before it looks at a file: memory, time, other files, the network, other processes.

The limits are the kernel's (setrlimit). On Linux, on x86-64 and ARM64, a seccomp filter comes on top: of all system
calls only those that computing needs are left, so that a decoder that a file has taken over can neither open a file nor
a socket nor start a program. Where there is no such filter the limits stand alone, and `flask doctor` says so.
"""
import ctypes
import platform
import resource
import struct
import sys

# Name: number on x86-64, number on ARM64. What reads, writes, computes and ends; nothing that opens.
ALLOWED = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "newfstatat": (262, 79), "lseek": (8, 62),
    "pread64": (17, 67), "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216),
    "madvise": (28, 233), "brk": (12, 214), "futex": (202, 98), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "getpid": (39, 172),
    "gettid": (186, 178), "clock_gettime": (228, 113), "getrandom": (318, 278), "sched_yield": (24, 124),
    "getrusage": (98, 165), "exit": (60, 93), "exit_group": (231, 94),
}
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER = 22, 38, 2
LOAD, IF_EQUAL, IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # the last one answers EPERM
FIRST_FOREIGN_CALL = 0x40000000  # the numbers of the x32 interface begin there


def limit(memory_bytes: int, cpu_seconds: int, output_bytes: int) -> None:
    """Bound the memory, the time and the output of this process, for good."""
    for what, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, cpu_seconds),
                       (resource.RLIMIT_FSIZE, output_bytes), (resource.RLIMIT_CORE, 0),
                       (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_NPROC, 0)):
        resource.setrlimit(what, (most, most))


def shut() -> bool:
    """Refuse from now on every system call but `ALLOWED`, with EPERM; return whether this machine can."""
    place, audit = ARCHITECTURES.get(platform.machine(), (0, 0))
    if sys.platform != "linux" or not audit:
        return False
    code = _program([numbers[place] for numbers in ALLOWED.values()], audit)
    kernel = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(instructions))
    held = ctypes.create_string_buffer(program, len(program))
    return (kernel.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            and kernel.prctl(PR_SET_SECCOMP, FILTER, held, 0, 0) == 0)


def _program(numbers: list[int], audit: int) -> bytes:
    """Return the filter in the kernel's own small language: the architecture first, then the number of the call."""
    count = len(numbers)
    lines = [(LOAD, 0, 0, 4), (IF_EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL),
             (LOAD, 0, 0, 0), (IF_AT_LEAST, count, 0, FIRST_FOREIGN_CALL)]
    lines += [(IF_EQUAL, count - place, 0, number) for place, number in enumerate(numbers)]
    lines += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
