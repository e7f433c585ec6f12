"""Fixtures for all tests: two real databases, migrated once and copied, and a guard against left threads.

`database_url` runs a test on SQLite and on PostgreSQL; `sqlite_url` and `postgres_url` on one of them. Each
test gets a fresh, migrated, empty database. tests/README.md says what else there is.
"""

from __future__ import annotations

import os

# Before anything imports Qt: no test may need a screen, and none may talk to a real sound server by accident.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "0")

import contextlib
import gc
import importlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

TEMPLATE = "loket_template"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark a test by the database that its fixtures need, so that `-m postgresql` finds it."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        parameters: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
        kind = parameters.get("database_url")
        if kind == "postgresql" or "postgres_url" in names or "postgres_server" in names:
            item.add_marker(pytest.mark.postgresql)
        if kind == "sqlite" or "sqlite_url" in names:
            item.add_marker(pytest.mark.sqlite)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes this PC's station, keyring or database."""
    monkeypatch.setenv("LOKET_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("LOKET_DATABASE_URL", raising=False)
    monkeypatch.delenv("LOKET_TRACE", raising=False)


# ---- databases ----


def _migrate(url: str) -> None:
    """Bring an empty database to the newest shape; imported late, because unit tests do without."""
    importlib.import_module("desktop.models.upgrade").upgrade(url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for this test process (each worker of a parallel run has its own); not durable, so quick."""
    from tests.support.postgres import PostgresServer

    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a migrated, empty database that tests are copied from."""
    postgres_server.create_database(name=TEMPLATE)
    _migrate(postgres_server.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that tests are copied from."""
    path = tmp_path_factory.mktemp("template") / "loket.sqlite"
    _migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file that is copied
    return path


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database; removed afterwards, with whoever is still connected."""
    name = postgres_server.create_database(template=postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database without any table, for tests of migrations."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite file in the test's own folder."""
    path = tmp_path / "loket.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that does not exist yet, for tests of migrations."""
    return f"sqlite:///{tmp_path / 'empty.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice, once on each database."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Like `database_url`, without any table."""
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    return str(request.getfixturevalue(f"empty_{kind}_url"))


# ---- what a test must not leave behind ----


@pytest.fixture(autouse=True)
def no_threads_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread of Python's (but for daemons) or a QThread running.

    Such a thread outlives its window and breaks a later test, far from its cause. Threads of longer-lived
    fixtures do not count. The marker `keeps_threads(reason)` opts out.
    """
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("keeps_threads"):
        return

    def left() -> list[threading.Thread]:
        return [t for t in threading.enumerate() if t not in before and not t.daemon and t.is_alive()]

    with contextlib.suppress(TimeoutError):
        wait_for(lambda: not left(), timeout_s=3.0)  # a pool that was told to stop may need a moment
    assert not left(), f"threads still running after the test: {left()}"
    if {"qtbot", "qapp"} & set(request.fixturenames):
        assert not (running := _running_qthreads()), f"QThreads still running after the test: {running}"


def _running_qthreads() -> list[Any]:
    """The QThreads made by the program that still run; Qt's own main thread is not among them."""
    from PySide6.QtCore import QCoreApplication, QThread
    from shiboken6 import isValid

    application = QCoreApplication.instance()
    main = application.thread() if application is not None else None
    threads = (thing for thing in gc.get_objects() if isinstance(thing, QThread))
    return [thread for thread in threads if isValid(thread) and thread is not main and thread.isRunning()]
