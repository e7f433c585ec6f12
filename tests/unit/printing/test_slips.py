"""Both widths and both languages, on both kinds of paper: the words stand there and the codes can be read."""

from __future__ import annotations

import io
import itertools
import json
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.printing.escpos import EscposProfile
from desktop.printing.preview import pdf_page_png, pdf_size_mm
from desktop.printing.render import render_slip, slip_codes
from desktop.printing.snapshots import SlipSnapshot
from tests.printing_emulator import EmulatorError, PaperDrawer

MakeSlip = Callable[..., SlipSnapshot]
Decode = Callable[[Image.Image], dict[str, str]]

WORDS = {
    "id": ["NOMOR ANTREAN", "Senin, 23 Nov 2026", "14.05 WITA", "Orang di depan", "20-30 menit", "Siapkan:"],
    "en": [
        "QUEUE NUMBER",
        "Mon, 23 Nov 2026",
        "14:05 WITA",
        "People ahead",
        "20-30 min",
        "Please get ready:",
    ],
}
FREE = {"id": "TIDAK DIPUNGUT BIAYA", "en": "FREE OF CHARGE"}
COMMON = [
    "DUKCAPIL KOTA TELUK SARI",
    "B087",
    "KTP-el hilang",
    "[ ] Fotokopi KK",
    "T261123B087",
    "0542 555 010",
]


def _drawn(data: bytes, dots: int) -> tuple[Image.Image, str]:
    drawer = PaperDrawer(dots)
    assert drawer.feed(data) == b"\x00"
    assert len(drawer.papers) == 1
    return drawer.papers[0], drawer.texts[0]


def _pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[0].get_textpage().get_text_range()
    finally:
        document.close()


def _pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(pdf_page_png(data)))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("dots", [384, 576])
def test_thermal_slip(make_slip: MakeSlip, decode: Decode, language: str, dots: int) -> None:
    image, text = _drawn(render_slip(make_slip(language), "escpos58" if dots == 384 else "escpos80"), dots)
    for words in [*WORDS[language], FREE[language], *COMMON]:
        assert words in text
    assert decode(image) == {"QRCODE": "T261123B087", "CODE128": "T261123B087"}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("kind", "width_mm"), [("pdf58", 58.0), ("pdf80", 80.0)])
def test_pdf_slip(make_slip: MakeSlip, decode: Decode, language: str, kind: str, width_mm: float) -> None:
    data = render_slip(make_slip(language), kind)
    text = _pdf_text(data)
    for words in [*WORDS[language], FREE[language], *COMMON]:
        assert words in text
    width, height = pdf_size_mm(data)
    assert width == pytest.approx(width_mm, abs=0.01)
    assert 100 < height < 160
    assert decode(_pixels(data)) == {"QRCODE": "T261123B087", "CODE128": "T261123B087"}


@pytest.mark.parametrize("kind", ["pdf58", "pdf80"])
def test_bars_of_the_pdf_are_whole_dots(slip: SlipSnapshot, kind: str) -> None:
    image = _pixels(render_slip(slip, kind)).convert("L")
    module = 2 if kind == "pdf58" else 3
    (bars,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.Code128)
    row_of_bars = (bars.position.top_left.y + bars.position.bottom_left.y) // 2
    row = [image.getpixel((x, row_of_bars)) for x in range(image.width)]
    assert all(value < 3 or value > 252 for value in row), "a grey dot: bars are off the grid"
    black = [x for x, value in enumerate(row) if value < 3]
    runs = [1]
    for left, right in itertools.pairwise(black):
        if right == left + 1:
            runs[-1] += 1
        else:
            runs.append(1)
    assert {run % module for run in runs} == {0}
    assert max(runs) <= 4 * module


def test_pdf_is_the_same_every_time_and_embeds_its_fonts(slip: SlipSnapshot) -> None:
    data = render_slip(slip, "pdf58")
    assert data == render_slip(slip, "pdf58")
    assert b"/Lang (id)" in data
    assert b"/FontFile2" in data
    assert b"Helvetica" not in data
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == "Nomor antrean B087"
    assert len(document) == 1
    document.close()
    assert len(data) < 60_000


@pytest.mark.parametrize("kind", ["escpos58", "escpos80", "pdf58", "pdf80"])
@pytest.mark.parametrize("code", ["9912345678", "99123", "991", "K260048667", "T261123P012"])
def test_awkward_codes_survive(make_slip: MakeSlip, decode: Decode, kind: str, code: str) -> None:
    data = render_slip(make_slip(code=code), kind)
    image = _pixels(data) if kind.startswith("pdf") else _drawn(data, 384 if kind == "escpos58" else 576)[0]
    assert decode(image) == {"QRCODE": code, "CODE128": code}


@pytest.mark.parametrize("kind", ["escpos58", "pdf58"])
def test_bars_that_do_not_fit_are_left_to_the_qr_code(make_slip: MakeSlip, decode: Decode, kind: str) -> None:
    code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    data = render_slip(make_slip(code=code), kind)
    image = _pixels(data) if kind == "pdf58" else _drawn(data, 384)[0]
    assert decode(image) == {"QRCODE": code}
    assert slip_codes(make_slip(code=code), kind) == ("qr",)
    assert slip_codes(make_slip(), kind) == ("qr", "code128")


def test_printers_without_code_commands_get_images(slip: SlipSnapshot, decode: Decode) -> None:
    profile = EscposProfile(cutter=True, native_bars=False, native_qr=False)
    data = render_slip(slip, "escpos58", profile)
    assert b"\x1d(k" not in data
    assert b"\x1dk" not in data
    assert decode(_drawn(data, 384)[0]) == {"QRCODE": slip.code, "CODE128": slip.code}


def test_a_printer_without_a_cutter_feeds(slip: SlipSnapshot) -> None:
    data = render_slip(slip, "escpos58", EscposProfile(cutter=False, probe=False))
    assert b"\x1dV" not in data
    assert data.endswith(b"\x1bd\x04")


def test_a_copy_says_so_and_keeps_number_and_code(slip: SlipSnapshot, decode: Decode) -> None:
    copy = slip.as_copy(2, "Rina Wulandari", datetime(2026, 11, 23, 14, 20))
    image, text = _drawn(render_slip(copy, "escpos58"), 384)
    assert "SALINAN ke-2" in text
    assert "Rina Wulandari" in text
    assert "14.20 WITA" in text
    assert decode(image)["QRCODE"] == slip.code
    assert "SALINAN" not in _drawn(render_slip(slip, "escpos58"), 384)[1]
    assert "SALINAN ke-2" in _pdf_text(render_slip(copy, "pdf58"))


def test_what_is_not_known_is_left_out(make_slip: MakeSlip) -> None:
    bare = make_slip(
        people_ahead=None, wait_low_min=None, wait_high_min=None, bring=(), hotline="", address=""
    )
    text = _drawn(render_slip(bare, "escpos58"), 384)[1]
    for words in ("Orang di depan", "Perkiraan", "Siapkan", "Pengaduan", "None"):
        assert words not in text


def test_a_fee_takes_the_place_of_free(make_slip: MakeSlip) -> None:
    text = _drawn(render_slip(make_slip(free=False, fee_text="Rp50.000"), "escpos58"), 384)[1]
    assert "Biaya Rp50.000" in text
    assert "TIDAK DIPUNGUT" not in text


def test_priority_and_appointment_are_named(make_slip: MakeSlip) -> None:
    slip = make_slip(number="P012", priority=True, slot_local=datetime(2026, 11, 23, 14, 30))
    text = _drawn(render_slip(slip, "escpos58"), 384)[1]
    assert "NOMOR ANTREAN PRIORITAS" in text
    assert "Janji temu" in text
    assert "14.30 WITA" in text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    service=st.text(min_size=1, max_size=120),
    office=st.text(max_size=100),
    hotline=st.text(max_size=80),
    number=st.text(min_size=1, max_size=8),
)
def test_no_text_overruns_the_head_or_reaches_it_as_a_command(
    make_slip: MakeSlip, service: str, office: str, hotline: str, number: str
) -> None:
    slip = make_slip(service=service, office=office, hotline=hotline, number=number)
    for kind, dots in (("escpos58", 384), ("escpos80", 576)):
        drawer = PaperDrawer(dots)
        drawer.feed(render_slip(slip, kind))
        assert len(drawer.papers) == 1


def test_the_emulator_is_strict() -> None:
    for bad in (
        b"\x80",
        b"A" * 33 + b"\n",
        b"\x1dv0\x00\x31\x00\x01\x00" + bytes(49),
        b"\x1bz\x00",
        b"\x1dk\x04A\x00",
    ):
        with pytest.raises(EmulatorError):
            PaperDrawer(384).feed(bad)


def test_thermal_bytes_are_few_and_quick(slip: SlipSnapshot) -> None:
    assert len(render_slip(slip, "escpos58")) < 1500
    times_ms = []
    for _ in range(50):
        start = time.perf_counter()
        render_slip(slip, "escpos58")
        times_ms.append((time.perf_counter() - start) * 1000)
    assert min(times_ms) <= 2.0


def test_thermal_printing_loads_no_pdf_library() -> None:
    program = """
import sys
from desktop.printing import render, spool
from desktop.printing.adapters import settings
from desktop.printing.snapshots import SlipSnapshot
from datetime import datetime
from pathlib import Path
slip = SlipSnapshot(office="x", number="A001", code="T261123A001", service="x", language="id",
                    issued_local=datetime(2026, 11, 23), zone_label="WITA")
render.render_slip(slip, "escpos58")
print([name for name in ("reportlab", "segno", "barcode", "PIL", "pypdfium2") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_snapshot_survives_json(make_slip: MakeSlip) -> None:
    slip = make_slip("en", slot_local=datetime(2026, 11, 23, 14, 30)).as_copy(
        1, "Rina", datetime(2026, 11, 23, 15, 0)
    )
    assert SlipSnapshot.from_json(slip.to_json()) == slip
    assert json.loads(slip.to_json())["type"] == "slip"
    assert slip.to_data() == json.loads(slip.to_json())
    assert SlipSnapshot.from_data(slip.to_data()) == slip
    with pytest.raises(UserError, match=r"print\.snapshot"):
        SlipSnapshot.from_data({"type": "slip"})


@pytest.mark.parametrize(
    "changes",
    [
        {"number": ""},
        {"number": "B12345678"},
        {"code": ""},
        {"code": "Ä"},
        {"people_ahead": -1},
        {"wait_low_min": 30, "wait_high_min": 20},
        {"wait_low_min": None},
        {"bring": ("x" * 33,)},
        {"bring": ("é",)},
        {"bring": ("x",) * 9},
        {"copy_number": -1},
        {"format_version": 2},
    ],
)
def test_bad_values_are_refused(make_slip: MakeSlip, changes: dict[str, object]) -> None:
    with pytest.raises(UserError, match=r"print\.snapshot"):
        make_slip(**changes)


@pytest.mark.parametrize("change", [b"", b"{}", b"\xff", b'{"type":"receipt"}', None])
def test_bad_json_is_refused(slip: SlipSnapshot, change: bytes | None) -> None:
    data = slip.to_json().replace(b'"office"', b'"offfice"') if change is None else change
    with pytest.raises(UserError, match=r"print\.snapshot"):
        SlipSnapshot.from_json(data)


def test_unknown_paper_and_template_have_their_codes(slip: SlipSnapshot) -> None:
    with pytest.raises(UserError, match=r"print\.paper_kind"):
        render_slip(slip, "escpos57")
    with pytest.raises(EnvironmentFault, match=r"print\.template"):
        render_slip(msgspec.structs.replace(slip, template_version=999), "escpos58")


def test_every_code_of_this_package_has_its_words() -> None:
    root = Path(__file__).resolve().parents[3]
    worded = {}
    for name in ("slip", "print"):
        worded |= tomllib.loads(
            (root / "resources" / "translations" / f"{name}.toml").read_text(encoding="utf-8")
        )
    used = set()
    for path in (root / "desktop" / "printing").rglob("*.py"):
        used |= set(re.findall(r"\"((?:print|slip)\.[a-z_]+)\"", path.read_text(encoding="utf-8")))
    used.discard("slip.toml")
    assert len(used) > 30
    assert used <= set(worded)
    assert all(entry.get("id") and entry.get("en") for entry in worded.values())
