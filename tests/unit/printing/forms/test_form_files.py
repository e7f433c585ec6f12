"""The files of forms: what they must contain, how an office adds one, and what a mistake in one is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from desktop.domain.errors import UserError
from desktop.office.setup import read_preset
from desktop.printing.forms import (
    FormSnapshot,
    form_codes,
    known_values,
    load_form,
    read_form,
    render_form,
    validate_form,
)
from desktop.printing.forms.spec import KNOWN_SOURCES, Check, Field, Form, Rule, Section, Signature
from tests.unit.printing.forms.filling import all_text

SMALL = """\
format = 1
code = "L-9"
version = 1
title_id = "Surat Pernyataan Warga"
title_en = "Statement"
papers = [{ paper = "A4" }]

[[sections]]
id = "pembuat"
fields = [
  { key = "nama", type = "boxes", label_id = "Nama", label_en = "Name", boxes = 34, source = "applicant.name" },
  { key = "pilihan", type = "tick", label_id = "Pilihan", label_en = "Choice", ticks = [
    { value = "1", label_id = "Ya", label_en = "Yes" },
    { value = "2", label_id = "Tidak", label_en = "No" },
  ] },
  { key = "kelamin", type = "choice", label_id = "Jenis kelamin", label_en = "Sex", boxes = 1, codes = "sex" },
]
"""


def numbers(form: Form, section: str) -> list[str]:
    fields = next(one for one in form.sections if one.id == section).fields
    return [field.no for field in fields if field.no]


def test_all_ten_forms_are_there() -> None:
    assert form_codes() == (
        "F-1.01", "F-1.02", "F-1.03", "F-1.04", "F-1.05", "F-1.06", "F-1.07", "F-2.01", "F-2.03", "F-2.04",
    )  # fmt: skip


def test_the_family_form_has_41_columns_and_ten_rows() -> None:
    form = load_form("F-1.01")
    table = form.field("anggota")
    assert table is not None
    assert [column.no for column in table.columns] == [str(n) for n in range(1, 42)]
    assert table.rows == 10
    assert {column.no: column.codes for column in table.columns if column.codes} == {
        "8": "sponsor", "10": "sex", "15": "have", "17": "blood", "18": "religion", "20": "marital_6", "21": "have",
        "24": "have", "27": "relation", "28": "have", "29": "disability", "30": "education", "31": "occupation",
    }  # fmt: skip
    assert [(choice.paper, choice.orientation) for choice in form.papers] == [
        ("A3", "landscape"),
        ("F4", "landscape"),
    ]


def test_code_lists_are_whole() -> None:
    codes = load_form("F-1.01").codes
    sizes = {name: len(lines) for name, lines in codes.items()}
    assert sizes == {
        "sex": 2, "have": 2, "blood": 13, "religion": 7, "marital_6": 6, "relation": 11, "disability": 6,
        "education": 10, "occupation": 89, "sponsor": 5, "birth_place": 5, "birth_kind": 5, "birth_helper": 4,
    }  # fmt: skip
    for lines in codes.values():
        assert [line.code for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
        assert all(line.label_id and line.label_en for line in lines)


@pytest.mark.parametrize(
    ("code", "section", "last"),
    [
        ("F-1.02", "pemohon", 5), ("F-1.03", "umum", 11), ("F-1.03", "asing", 16), ("F-1.03", "luar_negeri", 20),
        ("F-2.01", "pelapor", 5), ("F-2.01", "saksi1", 4), ("F-2.01", "orang_tua", 8), ("F-2.01", "kelahiran", 11),
        ("F-2.01", "lahir_mati", 10), ("F-2.01", "perkawinan", 27), ("F-2.01", "batal_kawin", 7),
        ("F-2.01", "perceraian", 9), ("F-2.01", "batal_cerai", 3), ("F-2.01", "kematian", 8),
        ("F-2.01", "pengangkatan", 21), ("F-2.01", "pengakuan", 14), ("F-2.01", "pengesahan", 16),
        ("F-2.01", "perubahan_nama", 9), ("F-2.01", "kewarganegaraan", 14), ("F-2.01", "lainnya", 6),
        ("F-2.01", "pembetulan", 3), ("F-2.01", "pembatalan", 5), ("F-2.01", "luar_nkri", 6),
    ],
)  # fmt: skip
def test_sections_are_numbered_to_their_last_field(code: str, section: str, last: int) -> None:
    found = [int(no) for no in numbers(load_form(code), section)]
    assert found == list(range(found[0], last + 1))


def test_counts_of_boxes() -> None:
    """The boxes of the official forms."""
    for code in form_codes():
        for field in load_form(code).fields():
            name = field.key.rsplit(".", 1)[-1]
            boxes = {"nik": 16, "kk": 16, "kode_pos": 5, "rt": 3, "rw": 3, "hari": 6, "jumlah": 2}.get(name)
            if boxes and field.type == "boxes":
                assert field.boxes == boxes, (code, field.key)
                assert field.exact == (name in ("nik", "kk", "kode_pos")), (code, field.key)
            if field.label_id.startswith("Nomor akta") and field.type == "boxes":
                assert field.boxes == 17, field.key
            if field.label_id.startswith("Nama") and field.type == "boxes":
                assert field.boxes == 34, field.key
    form = load_form("F-1.01")
    sizes = {field.key: field.boxes for field in form.fields()}
    assert (sizes["wil.provinsi"], sizes["wil.kabkota"], sizes["wil.kecamatan"], sizes["wil.desa"]) == (
        2,
        2,
        2,
        4,
    )
    assert (
        sizes["ln.kode_negara"],
        sizes["ln.kode_perwakilan"],
        sizes["ln.telepon"],
        sizes["kk.telepon"],
    ) == (3, 3, 13, 16)
    assert {field.key: field.boxes for field in load_form("F-2.01").fields()}["wilayah.kode"] == 10
    assert {field.key: field.boxes for field in load_form("F-1.03").fields()}["kitas.nomor"] == 10


def test_tick_lists_are_whole() -> None:
    f102, f201 = load_form("F-1.02"), load_form("F-2.01")
    ticks = {field.key: [one.value for one in field.ticks if not one.heading] for field in f102.fields()}
    assert ticks["permohonan.kk"] == ["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3", "C1", "C2"]
    assert ticks["permohonan.ktp"] == ["A", "B", "C1", "C2", "D", "E", "F", "G"]
    assert ticks["permohonan.kia"] == ["A", "B1", "B2", "C", "D"]
    assert ticks["permohonan.ubah"] == ["A", "B", "C"]
    assert len(ticks["persyaratan"]) == 14
    kinds = f201.field("jenis")
    assert kinds is not None
    assert [one.value for one in kinds.ticks] == [str(n) for n in range(1, 17)]
    assert [line.label_id for line in f201.codes["kawin_status"]] == [
        "Kawin",
        "Belum kawin",
        "Cerai hidup",
        "Cerai mati",
    ]


def test_everything_has_both_languages() -> None:
    for code in form_codes():
        form = load_form(code)
        for field in form.fields():
            assert bool(field.label_id) == bool(field.label_en), (code, field.key)
            for line in (*field.ticks, *field.columns):
                assert line.label_id
                assert line.label_en


def test_an_office_adds_a_form_without_code(tmp_path: Path) -> None:
    (tmp_path / "l-9.v1.toml").write_text(SMALL, encoding="utf-8")
    assert "L-9" in form_codes(tmp_path)
    form = load_form("L-9", folder=tmp_path)
    text = all_text(render_form(form, FormSnapshot.empty(form)))
    assert "SURATPERNYATAANWARGA" in text
    assert "L-9versi1" in text
    (tmp_path / "l-9.v2.toml").write_text(SMALL.replace("version = 1", "version = 2"), encoding="utf-8")
    assert load_form("L-9", folder=tmp_path).version == 2
    assert load_form("L-9", 1, folder=tmp_path).version == 1


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "l-9.v1.toml"
    path.write_text(SMALL, encoding="utf-8")
    load_form("L-9", folder=tmp_path)
    path.write_text(SMALL.replace("Pernyataan Warga", "Pernyataan Lain"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert load_form("L-9", folder=tmp_path).title_id == "Surat Pernyataan Lain"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("boxes = 34", "bokses = 34", 11, "bokses"),
        ('type = "choice"', 'type = "chose"', 16, "chose"),
        ("boxes = 1, ", "", 16, "needs boxes"),
        ('codes = "sex"', 'codes = "sexes"', 16, "sexes"),
        ('key = "pilihan"', 'key = "nama"', 12, "twice"),
        ("applicant.name", "applicant.nama", 11, "applicant.nama"),
        ('id = "pembuat"', "id = ", 9, ""),
        ('id = "pembuat"', 'id = "pembuat"\nshow_if = { key = "lain" }', 8, "lain"),
        ("format = 1", "format = 2", 0, "format"),
        ('title_id = "Surat Pernyataan Warga"', "", 0, "title_id"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in SMALL
    with pytest.raises(UserError) as told:
        read_form(SMALL.replace(old, new, 1), "l-9.v1.toml")
    details = told.value.details
    assert told.value.code == "forms.file"
    assert details["file"] == "l-9.v1.toml"
    assert words in str(details["reason"]) + str(details["place"])
    assert details["line"] == line


def test_an_unknown_form_is_named() -> None:
    for version in (None, 99):
        with pytest.raises(UserError) as told:
            load_form("F-9.99" if version is None else "F-2.01", version)
        assert told.value.code == "forms.unknown"


def test_the_form_of_the_guide_works() -> None:
    guide = Path(__file__).resolve().parents[4] / "docs" / "guide" / "forms.md"
    text = guide.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    form = read_form(text, "l-9.v1.toml")
    pdf = render_form(form, FormSnapshot(form="L-9", version=1, values={"name": "Budi Santoso", "work": "1"}))
    assert "BUDISANTOSO" in all_text(pdf)
    assert "2.Tidaktetap" in all_text(pdf)


def test_the_guide_names_every_source_rule_and_key() -> None:
    guide = (Path(__file__).resolve().parents[4] / "docs" / "guide" / "forms.md").read_text(encoding="utf-8")
    for source in KNOWN_SOURCES:
        owner, _, name = source.partition(".")
        assert f"`{source}`" in guide or (f"`.{name}`" in guide and f"`{owner}." in guide), source
    for kind in get_args(Rule):
        assert f"| `{kind}` |" in guide
    for struct in (Form, Section, Field, Signature, Check):
        for name in struct.__struct_fields__:
            known = name.removesuffix("_id").removesuffix("_en") + "_*"
            assert f"`{name}" in guide or f"`{known}`" in guide or f"{name} =" in guide, (struct, name)


def test_what_a_service_says_by_itself_fits_its_form(tmp_path: Path) -> None:
    services = [service.code for service in read_preset("disdukcapil").services]
    found = 0
    for code in form_codes():
        form = load_form(code)
        for service in services:
            values = known_values(code, service)
            found += bool(values)
            told = validate_form(form, FormSnapshot(form=code, version=form.version, values=values))
            assert {one.field for one in told if one.code != "forms.required"} == set(), (code, service)
            assert all(form.field(key) is not None for key in values)
    assert found >= 25
    (tmp_path / "known.toml").write_text('["F-2.01"."AKTA-LAHIR"]\njenis = "2"\n', encoding="utf-8")
    assert known_values("F-2.01", "AKTA-LAHIR", folder=tmp_path) == {"jenis": "2"}
    (tmp_path / "known.toml").write_text('["F-2.01"."AKTA-LAHIR"]\njenis = 2\n', encoding="utf-8")
    with pytest.raises(UserError):
        known_values("F-2.01", "AKTA-LAHIR", folder=tmp_path)
