"""The guards of conftest.py can fail: a test that leaves a thread, or lets Qt or Python warn, fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LEAKS = """
import threading, warnings, os
import pytest
from PySide6.QtCore import QThread, qWarning

stop = threading.Event()
kept = []

def test_thread():
    threading.Thread(target=stop.wait, args=(30,)).start()

def test_qthread(qapp):
    thread = QThread()
    thread.start()
    kept.append(thread)

def test_qt_warning(qapp):
    qWarning("something is wrong")

def test_python_warning():
    warnings.warn("something is old", DeprecationWarning, stacklevel=1)

@pytest.mark.keeps_threads("stopped by the last test")
def test_allowed():
    threading.Thread(target=stop.wait, args=(30,)).start()

def test_home():
    assert "home" in os.environ["LOKET_HOME"] and "LOKET_DATABASE_URL" not in os.environ

def test_tidy():
    stop.set()
    for thread in kept:
        thread.quit()
        thread.wait()
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about the tests above, under this project's settings and fixtures."""
    path = tmp_path_factory.mktemp("leaks") / "test_leaks.py"
    path.write_text(LEAKS, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(path.parent),
    ]
    command += ["-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA", "-q", str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False).stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("test_thread", "threads still running after the test"),
        ("test_qthread", "QThreads still running after the test"),
        ("test_qt_warning", "something is wrong"),
        ("test_python_warning", "something is old"),
    ],
)
def test_what_is_left_behind_fails_the_test(outcome: str, name: str, said: str) -> None:
    assert any(
        line.startswith(("ERROR", "FAILED")) and f"::{name}" in line for line in outcome.splitlines()
    ), outcome
    assert said in outcome


@pytest.mark.parametrize("name", ["test_allowed", "test_home", "test_tidy"])
def test_what_is_in_order_passes(outcome: str, name: str) -> None:
    lines = [line for line in outcome.splitlines() if f"::{name}" in line]
    assert [line.split()[0] for line in lines] == ["PASSED"], outcome
