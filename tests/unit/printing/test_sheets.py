"""Data saya, routing list and minutes of disposal on A4 and F4: words, pages, what was disposed of."""

from __future__ import annotations

import io
import time
from datetime import datetime

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from desktop.printing.preview import pdf_page_png, pdf_size_mm
from desktop.printing.render import render_document
from tests.unit.printing.samples import (
    NAME,
    NIK,
    SHEET_PARTS,
    disposal_parts,
    head,
    my_data_parts,
    paper,
    routing_parts,
)

SIZES = {"pdf_a4": (210.0, 297.0), "pdf_f4": (210.0, 330.0)}
WORDS = {
    "my_data": {
        "id": ["DATA SAYA", NAME, NIK, "P-0012", "Siapa yang melihat data Anda (3)", "3 x 24 jam"],
        "en": ["MY DATA", NAME, NIK, "Who looked at your data (3)"],
    },
    "routing_list": {
        "id": ["LEMBAR EKSPEDISI", "Nomor E26-0142", "Bidang Pendaftaran Penduduk", NAME, "Yang menerima"],
        "en": ["ROUTING LIST", "Received by", NAME],
    },
    "disposal_minutes": {
        "id": [
            "BERITA ACARA PEMUSNAHAN DATA",
            "hari Senin, tanggal 23 November 2026",
            "4.390",
            "Sari Lestari",
        ],
        "en": ["MINUTES OF THE DISPOSAL OF DATA", "On Monday, 23 November 2026", "4,390"],
    },
}


def pages(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", sorted(SIZES))
@pytest.mark.parametrize("document", sorted(SHEET_PARTS))
def test_words_and_size(document: str, kind: str, language: str) -> None:
    data = render_document(paper(document, SHEET_PARTS[document](head(language))), kind)
    text = " ".join(pages(data))
    for words in [*WORDS[document][language], "DUKCAPIL KOTA TELUK SARI"]:
        assert words in text, f"{words!r} not in {text!r}"
    assert pdf_size_mm(data) == pytest.approx(SIZES[kind], abs=0.01)
    assert b"Helvetica" not in data
    assert data == render_document(paper(document, SHEET_PARTS[document](head(language))), kind)


@pytest.mark.parametrize("document", ["my_data", "routing_list"])
def test_what_was_disposed_of_is_said(document: str) -> None:
    text = " ".join(pages(render_document(paper(document, person=False), "pdf_a4")))
    assert "(data pribadi sudah dimusnahkan)" in text
    assert NAME not in text
    assert NIK not in text


def test_minutes_are_about_no_person() -> None:
    parts = disposal_parts()
    assert parts[1] == {}
    assert parts[0]["has_person"] is False
    text = " ".join(pages(render_document(paper("disposal_minutes", person=False), "pdf_a4")))
    assert "data pribadi sudah" not in text


def test_long_lists_go_over_the_page_with_their_heading() -> None:
    texts = pages(render_document(paper("routing_list", routing_parts(files=200)), "pdf_a4"))
    assert len(texts) > 3
    for place, text in enumerate(texts[:-1], start=1):
        assert "Nomor berkas" in text
        assert f"Halaman {place} dari {len(texts)}" in text
    everything = " ".join(texts)
    assert all(f"K26-{n:06d}-7" in everything for n in range(200))
    looks = pages(render_document(paper("my_data", my_data_parts(looks=150)), "pdf_f4"))
    assert len(looks) > 1
    assert "Siapa yang melihat data Anda (150)" in looks[0]


def test_the_list_can_be_scanned() -> None:
    data = render_document(paper("routing_list"), "pdf_a4")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(pdf_page_png(data, 300))).convert("L"))
    assert code.text == "RE260142"


def test_a_copy_and_a_word_wider_than_its_cell() -> None:
    parts = routing_parts()
    parts[1]["names"][0] = "W" * 80
    copy = paper(
        "routing_list", parts, copy_number=1, copied_by="Sari", copied_local=datetime(2026, 11, 25, 9, 5)
    )
    text = " ".join(pages(render_document(copy, "pdf_a4")))
    assert "SALINAN ke-1" in text
    assert "25 November 2026, 09.05 WITA" in text
    assert text.count("W") >= 80


def test_a_thousand_rows_in_good_time() -> None:
    render_document(paper("routing_list"), "pdf_a4")
    begin = time.perf_counter()
    render_document(paper("routing_list", routing_parts(files=1000)), "pdf_a4")
    assert time.perf_counter() - begin < 5
