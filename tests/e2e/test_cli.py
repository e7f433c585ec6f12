"""The command line, as processes and in one process: the contract of the tools, in both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from desktop.models.doorstep import HEAD
from tests.support.whole_office import PASSWORD

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process; gives exit code, stdout and stderr."""

    def go(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    path = tmp_path / "sandi.txt"
    path.write_text(PASSWORD + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def address(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The configured database, not made yet."""
    monkeypatch.setenv("LOKET_DATABASE_URL", empty_database_url)
    return empty_database_url


def _json(run: Run, *words: str) -> Any:
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return json.loads(out)


def _make(run: Run, password_file: str) -> dict[str, Any]:
    made = _json(
        run, "office", "init", "--preset", "disdukcapil", "--name", "Dukcapil Kota Teluk Sari",
        "--admin", "admin", "--password-file", password_file,
    )  # fmt: skip
    assert isinstance(made, dict)
    return made


def test_an_office_from_nothing_to_a_served_ticket(address: str, run: Run, password_file: str) -> None:
    made = _make(run, password_file)
    assert (made["services"], made["groups"], made["admin_login"]) == (33, 8, "admin")
    clerk = _json(
        run, "staff", "add", "rina", "--name", "Rina Wulandari", "--role", "clerk,information",
        "--password-file", password_file,
    )  # fmt: skip
    assert clerk["roles"] == ["clerk", "information"]
    counter = _json(run, "counter", "add", "3", "--services", "A,B", "--weight", "B=3", "--low")
    assert set(counter["services"].values()) == {1, 3}
    services = _json(run, "catalogue", "list")["services"]
    code = next(one["code"] for one in services if one["letter"] == "B" and not one["general"])
    command_id = str(uuid.uuid4())
    first = _json(run, "queue", "issue", "--service", code, "--command-id", command_id)
    assert re.fullmatch(r"T\d{6}B001", first["code"])
    again = _json(run, "queue", "issue", "--service", code, "--command-id", command_id)
    assert (again["label"], again["repeated"]) == ("B001", True)
    priority = _json(run, "queue", "issue", "--service", code, "--priority", "--reason", "elderly")
    assert priority["label"] == "P001"
    call_id = str(uuid.uuid4())
    called = _json(run, "queue", "call", "--counter", "3", "--staff", "rina", "--command-id", call_id)
    assert called["label"] == "B001"
    assert _json(run, "queue", "call", "--counter", "3", "--command-id", call_id)["label"] == "B001"
    assert _json(run, "queue", "start", "--counter", "3")["state"] == "serving"
    assert _json(run, "queue", "finish", "--counter", "3")["state"] == "done"
    assert _json(run, "queue", "call")["label"] == "P001"
    assert _json(run, "queue", "no-show")["state"] == "no_show"
    assert _json(run, "queue", "call")["ticket_id"] is None
    report = _json(run, "db", "check")
    assert report["ok"]
    assert report["tables"]["ticket"] == 2


def test_init_twice_is_refused_plainly(address: str, run: Run, password_file: str) -> None:
    _make(run, password_file)
    words = ("office", "init", "--name", "Lain", "--admin", "a", "--password-file", password_file)
    code, _out, err = run(*words)
    assert code == 1
    assert err.startswith("Basis data ini sudah memuat Dukcapil Kota Teluk Sari.")


def test_the_catalogue_goes_out_and_in(
    sqlite_url: str, run: Run, password_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    _make(run, password_file)
    file = tmp_path / "katalog.yaml"
    assert _json(run, "catalogue", "export", str(file))["services"] == 33
    assert _json(run, "catalogue", "import", str(file))["changed"] == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"counter_minutes: \d+", "counter_minutes: 77", text, count=1), encoding="utf-8")
    outcome = _json(run, "catalogue", "import", str(file))
    assert (outcome["services"], outcome["groups"], outcome["changed"]) == (33, 8, 1)


def test_db_tools(sqlite_url: str, run: Run, password_file: str, tmp_path: Path,
                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    _make(run, password_file)
    assert _json(run, "db", "upgrade") == {"before": HEAD, "version": HEAD}
    backup = str(tmp_path / "cadangan.db")
    assert _json(run, "db", "backup", backup)["rows"] > 200
    target = f"sqlite:///{tmp_path / 'salinan.db'}"
    code, out, err = run("db", "copy", "--to", target, "--json")
    assert code == 0
    assert json.loads(out)["tables"]["office"] == 1
    assert "menyalin holiday" in err, "progress goes to stderr"
    monkeypatch.setenv("LOKET_DATABASE_URL", target)
    assert _json(run, "db", "restore", backup, "--replace")["moved_to"]
    assert _json(run, "db", "check")["ok"]


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("queue", "issue"), 2, "cli.usage"),
        (("queue", "dance"), 2, "cli.usage"),
        (("dance",), 2, "cli.usage"),
        (("counter", "add", "1", "--weight", "B"), 2, "cli.usage"),
        (("queue", "issue", "--service", "A", "--command-id", "7"), 2, "cli.usage"),
        (("--scale", "9"), 2, "cli.usage"),
        (("supervisor",), 1, "cli.later"),
        (("server", "init"), 2, "cli.usage"),
        (("queue", "call"), 3, "database.no_file"),
        (("db", "check"), 3, "database.no_file"),
        (("db", "restore", "nirgends.db"), 1, "database.no_backup"),
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_exit_codes_and_errors(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    exit_code: int,
    code: str,
    language: str,
) -> None:
    monkeypatch.setenv("LOKET_LANGUAGE", language)
    assert run(*words)[0] == exit_code
    got, out, err = run(*words, "--json")
    assert got == exit_code
    told = json.loads(out)
    assert told["error"] == code
    sentence = err.strip()
    assert sentence == told["message"]
    assert sentence.endswith((".", "--help"))
    assert code not in sentence, "a sentence, not a code"


def test_json_may_stand_anywhere(run: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    for words in (("--json", "staff", "list"), ("staff", "--json", "list"), ("staff", "list", "--json")):
        code, out, _err = run(*words)
        assert code == 1
        assert json.loads(out)["error"] == "office.none"


def test_help_is_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_LANGUAGE", "id")
    code, out, _err = run("queue", "call", "--help")
    assert code == 0
    assert "pemakaian:" in out
    assert "nama loket" in out
    monkeypatch.setenv("LOKET_LANGUAGE", "en")
    assert "usage:" in run("--help")[1]


def test_passwords_come_from_a_file_or_are_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("office", "init", "--name", "Kantor", "--admin", "admin")
    code, out, _err = run(*words, "--json", "--password-file", str(tmp_path / "tidak-ada"))
    assert (code, json.loads(out)["error"]) == (1, "cli.password_file")
    code, out, _err = run(*words, "--json")
    assert (code, json.loads(out)["error"]) == (1, "cli.password_needed")
    (tmp_path / "pendek").write_text("abc")
    code, out, _err = run(*words, "--json", "--password-file", str(tmp_path / "pendek"))
    assert (code, json.loads(out)["error"]) == (1, "staff.password_short")
    assert not (Path(os.environ["LOKET_HOME"]) / "office.db").exists(), "nothing was made"
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(["perahu-hijau-9", "perahu-biru-9"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    code, out, _err = run(*words, "--json")
    assert (code, json.loads(out)["error"]) == (1, "cli.passwords_differ")


def test_a_bug_gets_an_incident_number_and_a_log(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.app.cli.staff._list", lambda arguments, console: 1 // 0)
    code, out, _err = run("staff", "list", "--json")
    told = json.loads(out)
    assert (code, told["error"]) == (3, "app.incident")
    log = (Path(os.environ["LOKET_HOME"]) / "loket.log").read_text(encoding="utf-8")
    assert told["number"] in log
    assert "ZeroDivisionError" in log


@pytest.mark.e2e
def test_the_self_test_of_a_bare_installation(tmp_path: Path) -> None:
    done = _process(tmp_path, "--self-test")
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert report["ok"]
    required = {name for name, one in report["checks"].items() if one["required"]}
    assert required == {"settings", "database", "fonts", "translations", "paper"}
    assert "T260102A001" in report["checks"]["paper"]["decoded"]
    assert not report["checks"]["printers"]["ok"], "no printer yet: a warning, and still exit code 0"


@pytest.mark.e2e
def test_a_tool_does_not_load_windows(tmp_path: Path) -> None:
    code = (
        "import sys; from desktop.__main__ import main; main(['db', 'check', '--json']);"
        "print([m for m in ('PySide6.QtWidgets', 'reportlab', 'alembic') if m in sys.modules])"
    )
    environment = {**os.environ, "LOKET_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def _process(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LOKET_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
