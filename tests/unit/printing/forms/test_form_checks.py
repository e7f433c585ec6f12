"""What a filled form is told: what is missing, what is wrong, what is odd."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.errors import UserError
from desktop.printing.forms import Finding, FormSnapshot, load_form, validate_form
from desktop.printing.forms.values import Row, Value

TODAY = date(2026, 11, 23)
MAN_1990 = "6471011403900001"
WOMAN_1992 = "6471015203920001"
GROWN_A = "6471010101800001"
GROWN_B = "6471010101800002"


def found(
    code: str, values: dict[str, Value], tables: dict[str, tuple[Row, ...]] | None = None
) -> set[tuple[str, str]]:
    form = load_form(code)
    snapshot = FormSnapshot(form=code, version=form.version, values=values, tables=tables or {})
    return {(one.code, one.field) for one in validate_form(form, snapshot, today=TODAY)}


def levels(code: str, values: dict[str, Value]) -> dict[str, str]:
    form = load_form(code)
    snapshot = FormSnapshot(form=code, version=form.version, values=values)
    return {one.code: one.level for one in validate_form(form, snapshot, today=TODAY)}


BIRTH: dict[str, Value] = {
    "jenis": "1", "pelapor.nama": "Budi Santoso", "pelapor.nik": MAN_1990, "anak.nama": "Sari", "anak.kelamin": "2",
    "anak.tanggal": "2026-11-20", "anak.ke": "1", "anak.berat": "3100", "ibu.tgl_lahir": "1992-03-12",
    "ibu.nik": WOMAN_1992, "saksi1.nik": GROWN_A, "saksi2.nik": GROWN_B,
}  # fmt: skip


def test_a_complete_birth_is_well() -> None:
    assert found("F-2.01", BIRTH) == set()


@pytest.mark.parametrize(
    ("changes", "code", "field", "level"),
    [
        ({"jenis": ""}, "forms.required", "jenis", "error"),
        ({"anak.nama": " "}, "forms.required", "anak.nama", "error"),
        ({"anak.tanggal": ""}, "forms.required", "anak.tanggal", "error"),
        ({"anak.tanggal": "2026-11-24"}, "forms.future", "anak.tanggal", "error"),
        ({"anak.tanggal": "31 Februari"}, "forms.bad_date", "anak.tanggal", "error"),
        ({"anak.pukul": "24:10"}, "forms.bad_time", "anak.pukul", "error"),
        ({"anak.kelamin": "3"}, "forms.bad_code", "anak.kelamin", "error"),
        ({"anak.ke": "0"}, "forms.range", "anak.ke", "error"),
        ({"anak.berat": "299"}, "forms.range", "anak.berat", "warning"),
        ({"anak.berat": "8001"}, "forms.range", "anak.berat", "warning"),
        ({"anak.berat": "3l00"}, "forms.digits_only", "anak.berat", "error"),
        ({"pelapor.nik": "647101140390001"}, "forms.digits_count", "pelapor.nik", "error"),
        ({"pelapor.nik": "6471013102900001"}, "forms.nik", "pelapor.nik", "warning"),
        ({"ibu.tgl_lahir": "1992-03-13"}, "forms.nik_birth_date_differs", "ibu.nik", "warning"),
        ({"ibu.tgl_lahir": "2016-03-12"}, "forms.too_young", "ibu.tgl_lahir", "warning"),
        ({"ibu.tgl_lahir": "1950-03-12"}, "forms.too_old", "ibu.tgl_lahir", "warning"),
        ({"ibu.tgl_lahir": "2026-11-21"}, "forms.before", "anak.tanggal", "error"),
        ({"saksi2.nik": GROWN_A}, "forms.same_person", "saksi2.nik", "error"),
        ({"saksi1.nik": "6471010101200001"}, "forms.too_young", "saksi1.nik", "warning"),
        ({"anak.nama": "A" * 69}, "forms.too_long", "anak.nama", "error"),
        ({"jenis": ("1", "2")}, "forms.one_only", "jenis", "error"),
        ({"jenis": "17"}, "forms.bad_code", "jenis", "error"),
    ],
)  # fmt: skip
def test_a_birth_is_told(changes: dict[str, Value], code: str, field: str, level: str) -> None:
    values = BIRTH | changes
    assert (code, field) in found("F-2.01", values)
    assert levels("F-2.01", values)[code] == level


def test_sixty_letters_are_no_fault() -> None:
    assert found("F-2.01", BIRTH | {"anak.nama": "A" * 60}) == set()


def test_what_is_not_printed_is_not_asked_for() -> None:
    """A death asks for no child; its own fields then are required."""
    death: dict[str, Value] = {
        "jenis": "7", "pelapor.nama": "Budi", "pelapor.nik": MAN_1990, "mati2.nama": "Wati", "mati2.nik": WOMAN_1992,
        "mati2.tanggal": "2026-11-01",
    }  # fmt: skip
    assert found("F-2.01", death) == set()
    assert ("forms.required", "mati2.tanggal") in found("F-2.01", death | {"mati2.tanggal": ""})
    assert ("forms.same_person", "pelapor.nik") in found("F-2.01", death | {"pelapor.nik": WOMAN_1992})
    assert ("forms.before", "mati2.tanggal") in found("F-2.01", death | {"mati2.tanggal": "1991-01-01"})


def test_witnesses_of_a_marriage_are_21_and_no_parents() -> None:
    marriage: dict[str, Value] = {
        "jenis": "3", "pelapor.nama": "Budi", "kawin.tgl": "2026-11-20", "saksi1.nik": GROWN_A, "saksi2.nik": GROWN_B,
    }  # fmt: skip
    assert found("F-2.01", marriage) == set()
    nineteen = "6471010101070001"
    assert ("forms.too_young", "saksi1.nik") in found("F-2.01", marriage | {"saksi1.nik": nineteen})
    assert levels("F-2.01", marriage | {"saksi1.nik": nineteen})["forms.too_young"] == "error"
    assert ("forms.too_young", "saksi1.nik") not in found("F-2.01", BIRTH | {"saksi1.nik": nineteen})
    parent = marriage | {"kawin.istri_ibu_nik": GROWN_B}
    assert ("forms.same_person", "saksi2.nik") in found("F-2.01", parent)


MOVE: dict[str, Value] = {
    "kk": "6471011411200001", "pemohon.nama": "Budi", "pemohon.nik": MAN_1990, "jenis_permohonan": "2",
    "asal.alamat": "Jl. Melati 4", "asal.desa": "Damai", "asal.kecamatan": "Kota", "asal.kabkota": "Teluk Sari",
    "asal.provinsi": "Kalimantan Timur", "tujuan.alamat": "Jl. Mawar 1", "tujuan.desa": "Baru",
    "tujuan.kecamatan": "Kota", "tujuan.kabkota": "Teluk Sari", "tujuan.provinsi": "Kalimantan Timur",
    "klasifikasi": "2", "alasan": "1", "jenis_kepindahan": "2",
}  # fmt: skip
MEMBERS: dict[str, tuple[Row, ...]] = {"anggota": ({"nik": MAN_1990, "nama": "Budi", "shdk": "1"},)}


def test_a_move_fits_its_class_and_says_who_stays() -> None:
    assert found("F-1.03", MOVE, MEMBERS) == set()
    assert ("forms.move_level", "klasifikasi") in found("F-1.03", MOVE | {"klasifikasi": "5"}, MEMBERS)
    far = MOVE | {"tujuan.provinsi": "Jawa Timur", "klasifikasi": "5"}
    assert found("F-1.03", far, MEMBERS) == set()
    for kind in "134":
        told = found("F-1.03", MOVE | {"jenis_kepindahan": kind}, MEMBERS)
        assert told == {("forms.required", "tidak_pindah"), ("forms.required", "yang_pindah")}
    assert ("forms.required", "alasan_lain") in found("F-1.03", MOVE | {"alasan": "7"}, MEMBERS)
    assert ("forms.required", "anggota") in found("F-1.03", MOVE)
    wrong: dict[str, tuple[Row, ...]] = {"anggota": ({"nik": MAN_1990, "nama": "Budi", "shdk": "12"},)}
    assert ("forms.bad_code", "anggota:shdk") in found("F-1.03", MOVE, wrong)


@pytest.mark.parametrize(("relations", "well"), [("1334", True), ("334", False), ("114", False)])
def test_a_family_has_exactly_one_head(relations: str, well: bool) -> None:
    rows = tuple(
        {"nama": f"Orang {n}", "shdk": code, "tgl_lahir": "1990-03-14"} for n, code in enumerate(relations)
    )
    values: dict[str, Value] = {"jenis_keluarga": "1", "kk.nama": "Budi", "kk.jumlah": str(len(rows))}
    assert (("forms.one_head", "anggota:shdk") not in found("F-1.01", values, {"anggota": rows})) is well


def test_a_finding_names_the_row() -> None:
    form = load_form("F-1.01")
    rows = ({"shdk": "1", "tgl_lahir": "1990-03-14"}, {"shdk": "4", "tgl_lahir": "2027-01-01"})
    values: dict[str, Value] = {"jenis_keluarga": "1", "kk.nama": "Budi", "kk.jumlah": "2"}
    snapshot = FormSnapshot(form="F-1.01", version=1, values=values, tables={"anggota": rows})
    told = validate_form(form, snapshot, today=TODAY)
    assert told == (Finding("forms.future", "error", "anggota:tgl_lahir", "Tanggal lahir", row=2),)


def test_no_finding_carries_what_was_written() -> None:
    secret = "6471013102900001"
    form = load_form("F-2.01")
    snapshot = FormSnapshot(form="F-2.01", version=1, values=BIRTH | {"pelapor.nik": secret})
    assert secret not in str(validate_form(form, snapshot, today=TODAY))


def test_a_snapshot_out_of_range_is_refused() -> None:
    with pytest.raises(UserError):
        FormSnapshot(form="F-2.01", version=0)
    with pytest.raises(UserError):
        FormSnapshot(form="F-2.01", version=1, file_code="K26é")
    with pytest.raises(UserError):
        FormSnapshot.from_data({"type": "form", "form": "F-2.01", "version": 1, "surprise": 1})
