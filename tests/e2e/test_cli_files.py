"""`loket files`: a village's bundle from the command line, with its exit codes, progress and sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from tests.support import invented_media as made
from tests.support.whole_office import PASSWORD

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """Run a command line in this process, on an office that was just made."""
    monkeypatch.setenv("LOKET_DATABASE_URL", empty_database_url)
    monkeypatch.setenv("LOKET_LANGUAGE", "en")

    def go(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    password = tmp_path / "sandi.txt"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    code, _out, err = go(
        "office", "init", "--preset", "disdukcapil", "--name", "Dukcapil Kota Teluk Sari", "--admin", "admin",
        "--password-file", str(password), "--json",
    )  # fmt: skip
    assert code == 0, err
    return go


def _bundle(folder: Path, count: int = 3, **changed: Any) -> str:
    files = [
        {
            "reference": f"MGR-{number:04}",
            "service": "KK-BARU-KELUARGA",
            "applicant": {"nik": f"64710157089000{number:02}", "name": f"Siti Rahmawati {number}"},
            "items": [{"requirement": "*", "value": "received"}] if number % 2 else [],
        }
        for number in range(1, count + 1)
    ]
    files[0] |= changed
    path = folder / "kiriman.json"
    path.write_text(json.dumps({"format": "loket-files-1", "files": files}), encoding="utf-8")
    return str(path)


def _service(run: Run) -> str:
    code, out, _err = run("catalogue", "list", "--json")
    assert code == 0
    return next(
        one["code"] for one in json.loads(out)["services"] if one["letter"] == "A" and not one["general"]
    )


def test_a_bundle_from_a_dry_run_to_the_second_time(run: Run, tmp_path: Path) -> None:
    service = _service(run)
    (tmp_path / "scan").mkdir()
    (tmp_path / "scan" / "kk.pdf").write_bytes(made.pdf())
    path = _bundle(tmp_path, attachments=[{"path": "scan/kk.pdf"}])
    text = Path(path).read_text(encoding="utf-8").replace("KK-BARU-KELUARGA", service)
    Path(path).write_text(text, encoding="utf-8")
    common = ("files", "import", path, "--channel", "village", "--source", "Kelurahan Manggar")

    code, out, _err = run(*common, "--dry-run", "--json")
    looked = json.loads(out)
    assert (code, looked["dry_run"], looked["received"], looked["returned"]) == (0, True, 2, 1)

    code, out, _err = run(*common, "--json", "--staff", "admin")
    taken = json.loads(out)
    assert (code, taken["received"], taken["returned"], taken["scans"]) == (0, 2, 1, 1)
    assert [one["state"] for one in taken["files"]] == ["received", "returned", "received"]
    number = taken["files"][0]["number"]
    assert number.startswith("K26-000001-") or number[3:10] == "-000001"

    code, out, _err = run(*common)
    assert code == 0
    assert "taken in before" in out
    assert number in out

    code, out, err = run("files", "find", "rahmawati", "--json")
    assert code == 0, err
    assert "6471015708900001" not in out
    assert number in out

    code, out, err = run("files", "void", "--reason", "formulir rusak", "--json")
    assert code == 0, err
    assert json.loads(out)["number"][3:10] == "-000004"


def test_a_refused_bundle_says_every_place_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    service = _service(run)
    path = Path(_bundle(tmp_path, count=3))
    files = json.loads(path.read_text(encoding="utf-8"))
    for one in files["files"]:
        one["service"] = service
    files["files"][0]["applicant"]["nik"] = "647101"
    files["files"][1]["service"] = "TIDAK-ADA"
    files["files"][2]["applicant"]["name"] = "Siti 🙂"
    path.write_text(json.dumps(files), encoding="utf-8")
    common = ("files", "import", str(path), "--channel", "post", "--source", "Pos")
    code, out, err = run(*common)
    assert (code, out) == (1, "")
    lines = err.strip().splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == [
        "File 1, applicant.nik", "File 2, service", "File 3, applicant.name",
    ]  # fmt: skip
    assert "No file was taken in" in lines[-1]
    assert "Siti" not in err
    code, out, _err = run(*common, "--json")
    refused = json.loads(out)
    assert (code, refused["error"], refused["count"]) == (1, "import.refused", 3)
    assert [one["index"] for one in refused["faults"]] == [1, 2, 3]


def test_usage_and_the_environment_have_exit_codes_of_their_own(run: Run, tmp_path: Path) -> None:
    assert run("files", "import")[0] == 2
    assert run("files", "import", "x.json", "--channel", "mimpi")[0] == 2
    code, _out, err = run("files", "import", str(tmp_path / "tidak-ada.json"))
    assert code == 1
    assert "There is no file" in err
    path = _bundle(tmp_path)
    code, _out, err = run("files", "import", path, "--source", "Kelurahan Manggar")
    assert code == 1  # no channel
    assert "village" in err
    assert (
        run("files", "import", path, "--channel", "village", "--source", "M", "--printer", "Tidak ada")[0]
        == 1
    )


def test_a_large_bundle_shows_its_progress(run: Run, tmp_path: Path) -> None:
    service = _service(run)
    path = _bundle(tmp_path, count=60)
    Path(path).write_text(Path(path).read_text().replace("KK-BARU-KELUARGA", service), encoding="utf-8")
    code, out, err = run("files", "import", path, "--channel", "village", "--source", "Kelurahan Manggar")
    assert code == 0, err
    assert "25 of 60 files registered" in err
    assert "50 of 60 files registered" in err
    assert out.strip().splitlines()[-1].startswith("30 received, 30 returned")


def test_help_is_there_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _err = run("files", "import", "--help")
    assert code == 0
    assert "--dry-run" in out
    monkeypatch.setenv("LOKET_LANGUAGE", "id")
    assert "hanya periksa" in run("files", "import", "--help")[1]
