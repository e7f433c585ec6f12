"""``loket forms`` and the registers of ``loket files``: PDFs without a window, and an office's own form checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.__main__ import main
from desktop.models.engine import create_office_engine
from desktop.models.record import Event
from desktop.printing.forms import use_folder
from tests.support.filed_office import NIKS, FiledFile, at_local, make_file, make_filed_office
from tests.unit.printing.forms.filling import all_text

Run = Callable[..., tuple[int, str, str]]

OWN = """\
format = 1
code = "L-9"
version = 1
title_id = "Surat Pernyataan Penghasilan"
title_en = "Statement of income"
papers = [{ paper = "F4" }, { paper = "A4" }]

[[sections]]
id = "maker"
title_id = "I. Data pembuat pernyataan"
fields = [
  { no = "1", key = "name", type = "boxes", label_id = "Nama", boxes = 34, source = "applicant.name" },
  { no = "2", key = "nik", type = "boxes", label_id = "NIK", boxes = 16, digits = true },
]
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LOKET_HOME", str(tmp_path / "rumah"))
    monkeypatch.setenv("LOKET_LANGUAGE", "id")
    monkeypatch.delenv("LOKET_DATABASE_URL", raising=False)

    def go(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    yield go
    use_folder(None)


@pytest.fixture
def file(database_url: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> FiledFile:
    """One file of 23 November 2026 in the configured office."""
    engine = create_office_engine(database_url)
    office = make_filed_office(engine)
    made = make_file(engine, office, created_at=at_local(23, 9), name="Suparno Adi")
    engine.dispose()
    monkeypatch.setenv("LOKET_DATABASE_URL", database_url)
    return made


def test_the_list_has_the_programs_forms_and_the_offices_own(run: Run, tmp_path: Path) -> None:
    code, out, _err = run("forms", "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()][:3] == ["F-1.01", "F-1.02", "F-1.03"]
    folder = tmp_path / "rumah" / "forms"
    folder.mkdir(parents=True)
    (folder / "l-9.v1.toml").write_text(OWN, encoding="utf-8")
    (folder / "l-8.v1.toml").write_text(OWN.replace("boxes = 34", "boxes = 0"), encoding="utf-8")
    code, out, _err = run("forms", "list")
    assert "L-9      v1  F4, A4   Surat Pernyataan Penghasilan" in out
    assert "Berkas formulir l-8.v1.toml, baris 12" in out  # named, and the others are listed all the same
    assert "F-2.04" in out


def test_an_empty_form_needs_no_office(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "kosong.pdf"
    code, said, _err = run("forms", "print", "f-1.03", "--out", str(out), "--paper", "A4")
    assert (code, said.strip()) == (0, f"Disimpan: {out}")
    assert "F-1.03" in all_text(out.read_bytes())


def test_a_filled_form_is_kept_with_its_event(
    run: Run, file: FiledFile, tmp_path: Path, database_url: str
) -> None:
    out = tmp_path / "isi.pdf"
    code, said, err = run(
        "forms", "print", "F-1.02", "--file", file.number, "--out", str(out), "--staff", "rina", "--json"
    )
    assert code == 0, err
    told = json.loads(said)
    assert (told["form"], told["file"], told["out"]) == ("F-1.02", file.number, str(out))
    text = all_text(out.read_bytes())
    assert NIKS[0] in text
    assert "SUPARNO" in text.upper()
    assert NIKS[0] not in said
    engine = create_office_engine(database_url)
    with engine.connect() as connection:
        kinds = connection.execute(select(Event.kind)).scalars().all()
    engine.dispose()
    assert kinds.count("form.printed") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("F-9.99",), "forms.unknown"),
        (("F-1.02", "--paper", "A3"), "forms.paper"),
        (("F-1.02", "--file", "K26-000009-0"), None),
    ],
)
def test_what_cannot_be_printed_is_refused_and_writes_nothing(
    run: Run, file: FiledFile, tmp_path: Path, words: tuple[str, ...], code: str | None
) -> None:
    out = tmp_path / "tidak.pdf"
    exit_code, said, _err = run("forms", "print", *words, "--out", str(out), "--json")
    assert exit_code == 1
    assert code is None or json.loads(said)["error"] == code
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "tidak-ada" / "x.pdf"
    code, _out, err = run("forms", "print", "F-1.07", "--out", str(out))
    assert code == 3
    assert "tidak dapat ditulis" in err
    folder = tmp_path / "folder"
    folder.mkdir()
    code, _out, err = run("forms", "print", "F-1.07", "--out", str(folder))
    assert code == 3
    assert "tidak dapat ditulis" in err
    assert [one.name for one in tmp_path.iterdir() if "folder" in one.name] == ["folder"]  # no half file


def test_a_good_form_of_the_office_is_right(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "l-9.v1.toml"
    path.write_text(OWN, encoding="utf-8")
    code, out, _err = run("forms", "check", str(path))
    assert code == 0
    assert "L-9 versi 1 benar: 2 isian, kertas F4, A4" in out


@pytest.mark.parametrize(
    ("change", "line", "place"),
    [
        (("digits = true", "digts = true"), 13, "$.sections[0].fields[1]"),
        (('key = "nik"', 'key = "name"'), 13, "$.sections[0].fields[1]"),
        (('"applicant.name"', '"applicant.nam"'), 12, "$.sections[0].fields[0]"),
        (('code = "L-9"', 'code = "L-9'), 2, "$"),
    ],
)
def test_a_mistake_is_told_with_line_and_place(
    run: Run, tmp_path: Path, change: tuple[str, str], line: int, place: str
) -> None:
    path = tmp_path / "l-9.v1.toml"
    path.write_text(OWN.replace(*change), encoding="utf-8")
    code, out, _err = run("forms", "check", str(path), "--json")
    assert code == 1
    (problem,) = json.loads(out)["problems"]
    assert (problem["line"], problem["place"]) == (line, place)


def test_every_mistake_is_told_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "l-9.v1.toml"
    text = OWN.replace('key = "nik"', 'key = "name"').replace('"applicant.name"', '"applicant.nam"')
    path.write_text(text, encoding="utf-8")
    code, _out, err = run("forms", "check", str(path))
    assert code == 1
    assert err.count("Berkas formulir l-9.v1.toml, baris") == 2
    assert "2 kesalahan" in err


def test_a_form_must_bear_its_own_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "salah.toml"
    path.write_text(OWN, encoding="utf-8")
    code, _out, err = run("forms", "check", str(path))
    assert code == 1
    assert "salah.toml harus bernama l-9.v1.toml" in err
    code, _out, err = run("forms", "check", str(tmp_path / "tidak-ada.toml"))
    assert code == 1
    assert "tidak dapat dibaca" in err


def test_the_agenda_of_a_day_as_pdf_text_and_json(run: Run, file: FiledFile, tmp_path: Path) -> None:
    out = tmp_path / "agenda.pdf"
    code, said, err = run("files", "agenda", "--day", "2026-11-23", "--out", str(out), "--staff", "rina")
    assert code == 0, err
    assert said.strip() == f"1 baris disimpan: {out}"
    text = all_text(out.read_bytes())
    assert file.number in text
    assert NIKS[0] not in text
    code, said, _err = run("files", "agenda", "--day", "2026-11-23", "--json")
    told = json.loads(said)
    assert [row["number"] for row in told["rows"]] == [file.number]
    assert NIKS[0] not in said
    code, said, _err = run("files", "handovers", "--day", "2026-11-23", "--json")
    assert (code, json.loads(said)["rows"]) == (0, [])
    code, _said, err = run("files", "agenda", "--day", "2026-11-31")
    assert code == 2
    code, _said, err = run("files", "agenda", "--day", "2026-11-23", "--last-day", "2026-11-22")
    assert code == 1
