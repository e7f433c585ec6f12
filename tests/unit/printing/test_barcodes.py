"""What is drawn is what is read: every Code128 and QR comes back from a decoder unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from zxingcpp import BarcodeFormat, read_barcodes

from desktop.domain.errors import UserError
from desktop.printing.barcodes import plan_code128, qr_matrix, qr_module_dots, qr_size_modules


def _picture_of_bars(text: str, dots: int = 2) -> Image.Image:
    modules = "0" * 10 + plan_code128(text).modules() + "0" * 10
    row = b"".join((b"\x00" if module == "1" else b"\xff") * dots for module in modules)
    return Image.frombytes("L", (len(row), 60), row * 60)


def _read(image: Image.Image, kind: BarcodeFormat) -> list[str]:
    return [code.text for code in read_barcodes(image, formats=kind)]


@pytest.mark.parametrize(
    "text",
    [
        "T261123B087",
        "9912345678",
        "991",
        "99",
        "9",
        "7",
        "K260048667",
        "A1",
        "123",
        "AB12345C",
        "{B{",
        "x y~",
        "0" * 9,
    ],
)
def test_code128_reads_back(text: str) -> None:
    assert _read(_picture_of_bars(text), BarcodeFormat.Code128) == [text]


@settings(max_examples=120, deadline=None)
@given(
    st.text(st.sampled_from("0123456789" * 3 + "ABKTZabz-/{} "), min_size=1, max_size=20).filter(str.strip)
)
def test_any_code128_reads_back(text: str) -> None:
    assert _read(_picture_of_bars(text), BarcodeFormat.Code128) == [text]


def test_digits_are_packed_in_pairs() -> None:
    assert plan_code128("T261123B087").runs == (("B", "T"), ("C", "261123"), ("B", "B087"))
    assert plan_code128("T261123B087").width_modules == 145
    assert plan_code128("9912").native() == b"{C\x63\x0c"
    assert plan_code128("{1").native() == b"{B{{1"


def test_a_code_that_does_not_fit_is_refused_not_squeezed() -> None:
    code = plan_code128("T261123B087")
    assert code.module_dots(384, 2) == 2
    assert code.module_dots(576, 3) == 3
    assert code.module_dots(384, 3) == 2
    assert plan_code128("ABCDEFGHIJKLMNOPQRST").module_dots(384, 2) is None


@pytest.mark.parametrize("text", ["", "Ä", "a\nb", "\x1b@"])
def test_what_no_scanner_types_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"print\.code_unprintable"):
        plan_code128(text)


@pytest.mark.parametrize(
    "text", ["T261123B087", "a", "A" * 20, "A" * 21, "a" * 14, "a" * 15, "a" * 26, "A" * 90]
)
def test_qr_has_the_size_that_the_layout_reckons_with(text: str) -> None:
    rows = qr_matrix(text)
    size = qr_size_modules(text)
    assert len(rows) == size
    assert {len(row) for row in rows} == {size}
    white = size + 8
    image = Image.new("L", (white, white), 255)
    pixels = b"".join(bytes(0 if module else 255 for module in row) for row in rows)
    image.paste(Image.frombytes("L", (size, size), pixels), (4, 4))
    assert _read(image.resize((white * 6, white * 6), Image.Resampling.NEAREST), BarcodeFormat.QRCode) == [
        text
    ]


def test_qr_modules_are_six_dots_where_they_fit() -> None:
    assert qr_module_dots("T261123B087", 384) == 6
    assert qr_module_dots("A" * 154, 384) == 6
    assert qr_module_dots("A" * 154, 200) == 4
    assert qr_module_dots("A" * 154, 100) is None
    with pytest.raises(UserError):
        qr_size_modules("A" * 155)
