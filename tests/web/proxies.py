"""Real proxies of this machine, each a process of its own with its files in a folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.web.outside import PATIENCE

_PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def program(name: str) -> str:
    """Where a program is; skips the test where there is none."""
    path = shutil.which(name, path=_PATHS)
    if path is None:
        pytest.skip(f"needs {name}: install its package to try what docs/behind-a-proxy.md and clusters.md say of it")
    return path


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def nginx_command(folder: Path, servers: str) -> list[str]:
    """The command that runs nginx with these servers, or whatever stands beside them."""
    command = program("nginx")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; worker_processes 1; {user}\n"
        f"events {{}}\nhttp {{ access_log off;\n{places}{servers} }}\n"
    )
    return [command, "-e", "stderr", "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def listens(port: int, proxy: subprocess.Popen[bytes]) -> bool:
    """Whether somebody listens before the proxy ends."""
    end = time.monotonic() + PATIENCE
    while proxy.poll() is None and time.monotonic() < end:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return True
    return False
