"""Crashing and restarting a test's own PostgreSQL server, with its data. Called by tests/e2e/test_race_moments.py."""

from __future__ import annotations

import signal
import subprocess
from typing import Any

from tests.support.postgres import PostgresServer, _die_with_parent, _programs_and_user

_COMMANDS: dict[int, Any] = {}


def crash(server: PostgresServer) -> None:
    """Stop the server as a power cut would for its clients: no goodbye, no tidying up (the data must be durable)."""
    process = server._process
    assert process is not None
    _COMMANDS[server.port] = process.args
    process.send_signal(signal.SIGQUIT)
    process.wait(20)


def start_again(server: PostgresServer) -> None:
    """Start a crashed server on the same data and port; returns when it answers.

    Raises:
        RuntimeError: it does not start.
    """
    folder = server._folder
    assert folder is not None
    _programs, as_user = _programs_and_user(folder)
    with open(folder / "server.log", "ab") as log:
        server._process = subprocess.Popen(
            _COMMANDS.pop(server.port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            preexec_fn=_die_with_parent,
            **as_user,
        )
    if not server._answers():
        raise RuntimeError(f"the server did not start again:\n{server._log_end()}")
