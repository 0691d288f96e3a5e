"""Which process holds a claim, and whether it is surely gone."""

import os
import socket
from pathlib import Path


def owner() -> str:
    """This process, told apart from any other on any host: host, boot, number, start."""
    return "|".join((socket.gethostname(), _boot(), str(os.getpid()), _start_of(os.getpid())))


def is_dead(name: str) -> bool:
    """Whether that process surely runs no more: same host, same boot, and gone."""
    try:
        host, boot, pid, start = name.split("|")
    except ValueError:
        return False
    if host != socket.gethostname() or not boot or boot != _boot():
        return False
    return _start_of(int(pid)) != start


def _boot() -> str:
    """The kernel's id of this boot plus the process namespace; empty where there is none (then only leases count)."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _start_of(pid: int) -> str:
    """When the process started, in ticks since boot (proc(5), field 22); empty when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
