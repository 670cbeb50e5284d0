"""nginx with the configuration that is shipped, and replicas behind it; on loopback, ended by process id."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from running import ROOT, end, free_port, until, wait_for

CONFIGURATION = ROOT / "deploy" / "nginx" / "nginx.conf"
NAMES = ("one", "two")


@dataclass(frozen=True)
class Replicas:
    """The address of the proxy, and each replica's own address and process by its name."""

    url: str
    own: Mapping[str, str]
    processes: Mapping[str, subprocess.Popen[bytes]]


def unverified() -> ssl.SSLContext:
    """What takes a certificate that was made a moment ago."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def nginx_path() -> str:
    """Where the system's nginx is; says what to do when it is not there."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    assert path, "nginx is missing: run make test, which installs it"
    return path


def configuration(folder: Path, ports: Mapping[str, int], port: int) -> Path:
    """The shipped configuration with nothing replaced but addresses and folders."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    replaced = {f"app-{name}:8501": f"127.0.0.1:{own}" for name, own in ports.items()}
    replaced |= {
        "listen 8443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/tmp/": f"{folder}/",  # noqa: S108 - named in the configuration
        "/etc/nginx/tls": str(folder),
        "/dev/stdout": str(folder / "access.log"),
        "/dev/stderr": str(folder / "error.log"),
    }
    for before, after in replaced.items():
        assert before in text, before
        text = text.replace(before, after)
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    names = ["-subj", "/CN=127.0.0.1", "-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.crt")]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    made = ["openssl", "req", "-x509", "-nodes", "-days", "2", *curve, *names]
    subprocess.run(made, check=True, capture_output=True)
    return path


@contextmanager
def nginx_running(folder: Path, ports: Mapping[str, int], *, port: int) -> Iterator[str]:
    """Nginx before replicas at these ports; gives its address. It works as the user who runs the tests.

    Start it after them: what it was asked before a replica was there it remembers for five seconds.
    """
    path = configuration(folder, ports, port)
    command = [nginx_path(), "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(path)]
    user = ["-g", "daemon off; user root;"] if os.geteuid() == 0 else ["-g", "daemon off;"]
    process = subprocess.Popen([*command, *user], start_new_session=True)
    try:
        until(lambda: _listens(port), "nginx")
        yield f"https://127.0.0.1:{port}"
    finally:
        end(process)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def replicas_running(folder: Path, *, database_url: str) -> Iterator[Replicas]:
    """Two replicas of the app on one database, behind nginx."""
    port, ports = free_port(), {name: free_port() for name in NAMES}
    with ExitStack() as stack:
        processes = {}
        for name, own in ports.items():
            environment = {**os.environ, "ADVISOR_HOME": str(folder / "home"), "ADVISOR_DATABASE_URL": database_url}
            environment |= {"ADVISOR_REPLICA": name, "ADVISOR_COOKIE_SECRET": "of these tests"}
            environment["ADVISOR_PUBLIC_URL"] = f"https://127.0.0.1:{port}"
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            command = [sys.executable, "-m", "advisor.cli", "serve", "--port", str(own)]
            started = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": log, "start_new_session": True}
            processes[name] = subprocess.Popen(command, **started)  # type: ignore[call-overload]
            stack.callback(end, processes[name])
        for name, own in ports.items():
            wait_for(f"http://127.0.0.1:{own}/_stcore/health", process=processes[name])
        url = stack.enter_context(nginx_running(folder, ports, port=port))
        yield Replicas(url, {name: f"http://127.0.0.1:{own}" for name, own in ports.items()}, processes)
