"""Bad input and bad days at the command line: each gets a plain sentence that says what to do, and no harm."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from desktop.__main__ import main
from desktop.app.settings import database_address, load_settings
from desktop.domain.errors import UserError
from desktop.models import engine as engine_module
from desktop.models.engine import create_office_engine
from tests.support.postgres import PostgresServer
from tests.support.waiting import wait_for
from tests.support.whole_office import whole_office

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line with --json in this process; gives exit code, what stdout says, and stderr."""

    def go(*words: str) -> tuple[int, dict[str, Any], str]:
        capsys.readouterr()
        code = main([*words, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err.strip()

    return go


def _home() -> Path:
    return Path(os.environ["LOKET_HOME"])


# ---- station.toml ----


@pytest.mark.parametrize(
    ("text", "code", "details"),
    [
        (
            '[station]\nlanguag = "id"\n',
            "station.unknown_key",
            {
                "key": "station.languag",
                "allowed": "kind, name, counter, zone, printer, language, theme, scale, accessible",
            },
        ),
        ("[printers]\n", "station.unknown_key", {"key": "printers", "allowed": "station, database, sound"}),
        (
            '[station]\nlanguage = "fr"\n',
            "station.bad_value",
            {"key": "station.language", "value": "fr", "allowed": '"id", "en"'},
        ),
        (
            '[station]\nkind = "kasir"\n',
            "station.bad_value",
            {"allowed": '"kiosk", "counter", "display", "backoffice", "supervisor", "admin"'},
        ),
        ("[station]\nscale = 9\n", "station.bad_value", {"allowed": "0.75 .. 2.5"}),
        ('[station]\naccessible = "ya"\n', "station.bad_value", {"allowed": "true, false"}),
        ('station = "kiosk"\n', "station.bad_value", {"key": "station", "allowed": "[station]"}),
        ("[station\n", "station.syntax", {}),
        ("", "database.no_file", {}),
    ],
)  # fmt: skip
def test_station_toml_is_read_strictly(run: Run, text: str, code: str, details: dict[str, str]) -> None:
    file = _home() / "station.toml"
    file.write_text(text, encoding="utf-8")
    exit_code, told, sentence = run("staff", "list")
    assert told["error"] == code
    assert exit_code == (3 if code.startswith("database.") else 1)
    for name, value in details.items():
        assert told[name] == value
        assert value in sentence
    if code.startswith("station."):
        assert str(file) in sentence, "the file is named"


def test_station_toml_that_is_not_utf8_is_told(run: Run) -> None:
    (_home() / "station.toml").write_bytes(b'[station]\nname = "\xff"\n')
    assert run("staff", "list")[1]["error"] == "station.syntax"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert database_address() == f"sqlite:///{(_home() / 'office.db').as_posix()}"
    (_home() / "station.toml").write_text('[database]\nurl = "postgresql://a@h/x"\n')
    assert database_address(load_settings()) == "postgresql://a@h/x"
    monkeypatch.setenv("LOKET_DATABASE_URL", "sqlite:///lain.db")
    assert database_address(load_settings()) == "sqlite:///lain.db"


def test_the_keyring_gives_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    asked = []

    def get_password(service: str, name: str) -> str:
        asked.append((service, name))
        return "r@hasia"

    monkeypatch.setattr(keyring, "get_password", get_password)
    (_home() / "station.toml").write_text('[database]\nurl = "postgresql://loket3@h/x"\n')
    assert database_address() == "postgresql://loket3:r%40hasia@h/x"
    assert asked == [("loket database", "postgresql://loket3@h/x")]


# ---- addresses and servers ----


@pytest.mark.parametrize(
    ("address", "code", "exit_code"),
    [
        ("mysql://a@b/c", "database.address", 1),
        ("postgresql://a:rahasia@b", "database.address", 1),
        ("sqlite:///", "database.address", 1),
        ("sqlite:////nirgends/di/sini/office.db", "database.no_file", 3),
        ("postgresql://a:b@127.0.0.1:1/c", "database.lost", 3),
    ],
)
def test_a_wrong_address(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str, code: str, exit_code: int
) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", address)
    got, told, sentence = run("queue", "call")
    assert (told["error"], got) == (code, exit_code)
    assert "rahasia" not in sentence, "an address is shown without its password"


def test_a_wrong_address_is_refused_before_anything_is_made(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sandi").write_text("perahu-hijau-9")
    monkeypatch.setenv("LOKET_DATABASE_URL", f"sqlite:///{tmp_path}/tidak/ada/office.db")
    code, told, _ = run(
        "office", "init", "--name", "K", "--admin", "a", "--password-file", str(tmp_path / "sandi")
    )
    assert (code, told["error"]) == (3, "database.no_folder")


def test_no_database_of_that_name(
    run: Run, monkeypatch: pytest.MonkeyPatch, postgres_server: PostgresServer
) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", postgres_server.url("tidak_ada"))
    code, told, sentence = run("queue", "call")
    assert (code, told["error"]) == (3, "database.missing")
    assert "alamat" in sentence


@pytest.fixture
def scram_url(postgres_server: PostgresServer, postgres_url: str) -> Iterator[str]:
    """The address of a database for a role whose password the server really checks (SCRAM)."""
    assert postgres_server._folder is not None
    rules = postgres_server._folder / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    postgres_server.execute("CREATE ROLE loket_uji LOGIN PASSWORD 'benar-sekali'")
    rules.write_text("host all loket_uji 127.0.0.1/32 scram-sha-256\n" + before, encoding="utf-8")
    postgres_server.execute("SELECT pg_reload_conf()")
    yield re.sub(r"//postgres@", "//loket_uji:{password}@", postgres_url)
    rules.write_text(before, encoding="utf-8")
    postgres_server.execute("SELECT pg_reload_conf()")
    postgres_server.execute("DROP ROLE loket_uji")


def _refuses(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return True
    return False


def test_a_wrong_password(run: Run, monkeypatch: pytest.MonkeyPatch, scram_url: str) -> None:
    wrong, right = scram_url.format(password="salah"), scram_url.format(password="benar-sekali")
    wait_for(lambda: _refuses(wrong), timeout_s=10, what="the server to read its new rules")
    assert not _refuses(right)
    monkeypatch.setenv("LOKET_DATABASE_URL", wrong)
    code, told, sentence = run("queue", "call")
    assert (code, told["error"]) == (3, "database.password")
    assert "kata sandi" in sentence
    assert "salah" not in sentence
    for user in (
        "loket_uji",
        "tidak_dikenal",
    ):  # no password at all, and a user that the server does not know
        monkeypatch.setenv("LOKET_DATABASE_URL", wrong.replace("loket_uji:salah", user))
        code, told, _ = run("queue", "call")
        assert (code, told["error"]) == (3, "database.password")


def test_a_database_without_an_office(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", database_url)
    code, told, sentence = run("queue", "call")
    assert (code, told["error"]) == (1, "office.none")
    assert "loket office init" in sentence


def test_a_newer_database(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    from sqlalchemy import text

    engine = create_office_engine(database_url)
    with engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    engine.dispose()
    monkeypatch.setenv("LOKET_DATABASE_URL", database_url)
    for words in (("queue", "call"), ("db", "upgrade"), ("db", "check")):
        code, told, sentence = run(*words)
        assert (code, told["error"]) == (1, "database.newer")
        assert "Perbarui Loket" in sentence


# ---- files and disks ----


@pytest.mark.parametrize(
    "content", [b"bukan basis data, hanya teks biasa" * 40, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_file_that_is_no_database(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "office.db").write_bytes(content)
    monkeypatch.setenv("LOKET_DATABASE_URL", f"sqlite:///{tmp_path / 'office.db'}")
    code, told, sentence = run("queue", "call")
    assert (code, told["error"]) == (3, "database.damaged")
    assert "loket db restore" in sentence
    assert (tmp_path / "office.db").read_bytes() == content, "what is there is not touched"


_LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
"""


def test_a_file_that_another_program_locks(
    run: Run, monkeypatch: pytest.MonkeyPatch, sqlite_url: str
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 150)
    with whole_office(sqlite_url):
        pass
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    path = sqlite_url.removeprefix("sqlite:///")
    with subprocess.Popen(
        [sys.executable, "-c", _LOCKER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as locker:
        assert locker.stdout is not None
        assert locker.stdout.readline().strip() == "locked"
        code, told, sentence = run("queue", "issue", "--service", "umum-a")
        assert (code, told["error"]) == (3, "database.busy")
        assert "Coba lagi" in sentence
        locker.communicate("\n")
    code, told, _ = run("queue", "issue", "--service", "umum-a")
    assert (code, told["label"]) == (0, "A001"), "nothing was lost and no number was used up"


_NARROW = """
import resource, sys
from desktop.__main__ import main
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(main(sys.argv[2:]))
"""


def _on_a_narrow_disk(bytes_left: int, *words: str) -> tuple[int, dict[str, Any], str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _NARROW, str(bytes_left), *words, "--json"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr.strip()


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_loses_nothing(run: Run, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    with whole_office(sqlite_url):
        pass
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    issue = ("queue", "issue", "--service", "umum-a")
    assert run(*issue)[1]["label"] == "A001"
    code, told, sentence = _on_a_narrow_disk(2_000, *issue)
    assert code == 3
    assert told["error"] in ("database.disk", "database.disk_full")
    assert "ruang" in sentence
    assert run(*issue)[1]["label"] == "A002", "the number that could not be written was not used up"
    assert run("db", "check")[1]["ok"]


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_during_a_backup_leaves_no_half_file(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path
) -> None:
    with whole_office(sqlite_url):
        pass
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    target = tmp_path / "cadangan.db"
    code, told, _sentence = _on_a_narrow_disk(200_000, "db", "backup", str(target))
    assert code == 3
    assert told["error"] in ("database.disk", "database.disk_full")
    assert list(tmp_path.glob("cadangan*")) == []


def test_a_folder_where_nothing_may_be_made(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    monkeypatch.setenv("LOKET_HOME", str(tmp_path / "berkas" / "loket"))
    code, told, sentence = run("staff", "list")
    assert (code, told["error"]) == (3, "station.no_home")
    assert "LOKET_HOME" in sentence


# ---- catalogue ----


def test_a_catalogue_with_a_missing_field(
    run: Run, monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path
) -> None:
    with whole_office(sqlite_url):
        pass
    monkeypatch.setenv("LOKET_DATABASE_URL", sqlite_url)
    file = tmp_path / "layanan.yaml"
    assert run("catalogue", "export", str(file))[0] == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip().startswith("counter_minutes:"))
    del lines[at]
    file.write_text("\n".join(lines), encoding="utf-8")
    code, told, sentence = run("catalogue", "import", str(file))
    assert (code, told["error"]) == (1, "catalogue.invalid")
    assert told["problem"] == "catalogue.missing"
    assert "layanan.yaml" in sentence
    assert re.search(r"baris \d+", sentence)
    assert "counter_minutes" in sentence
    assert "1 .. 480" in sentence, "what is allowed is said"
    assert "Tidak ada yang diimpor" in sentence
    assert len(run("catalogue", "list")[1]["services"]) == 33 + 8


def test_a_catalogue_that_is_not_there(run: Run) -> None:
    code, told, _sentence = run("catalogue", "import", "tidak-ada.yaml")
    assert (code, told["error"]) == (1, "catalogue.file_missing")


# ---- every code that the tools may say has its words ----


def test_every_code_of_these_areas_is_worded_in_both_languages() -> None:
    from desktop.ui.i18n import Texts

    pattern = re.compile(
        r'(?:UserError|EnvironmentFault|text|words|failure|progress|add)\(\s*(?:place, "[a-z-]+", )?'
        r'"((?:cli|office|staff|database|catalogue|station|app|print)\.[a-z0-9_.]+)"'
    )
    found: set[str] = set()
    for folder in ("app", "office", "models"):
        for path in (ROOT / "desktop" / folder).rglob("*.py"):
            found |= set(pattern.findall(path.read_text(encoding="utf-8")))
    from desktop.models import faults

    found |= {*faults._CODE_OF_STATE.values(), *faults._CODE_OF_SQLITE.values()}
    assert len(found) > 100
    for language in ("id", "en"):
        missing = sorted(code for code in found if not Texts(language).has(code))
        assert missing == []


def test_a_refusal_keeps_its_arguments() -> None:
    with pytest.raises(UserError) as refused:
        load_settings_of('[station]\nnam = "x"\n')
    assert refused.value.details["key"] == "station.nam"


def load_settings_of(text: str) -> object:
    """Settings from a text, through a file."""
    path = _home() / "lain.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)
