"""What a scan is, told by its content: good ones are taken, every bad one is refused by its own code."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.domain.media import MAX_BYTES, check_size, look_at
from desktop.domain.media_pictures import draw_page
from tests.support import invented_media as made


def _code(content: bytes, name: str = "berkas.pdf", **more: int) -> str:
    with pytest.raises(UserError) as refused:
        look_at(content, name, **more)
    return refused.value.code


def _outcome(content: bytes) -> str:
    try:
        look_at(content)
    except UserError as refused:
        return refused.code
    return "taken"


def test_a_pdf_a_photograph_and_a_picture_are_taken() -> None:
    scan = made.pdf(pages=3)
    facts = look_at(scan, "kk.pdf")
    assert (facts.media_type, facts.pages, facts.size_bytes) == ("application/pdf", 3, len(scan))
    assert facts.sha256 == hashlib.sha256(scan).hexdigest()
    photo = look_at(made.jpeg(240, 160), "foto.jpg")
    assert (photo.media_type, photo.width_px, photo.height_px, photo.pages) == ("image/jpeg", 240, 160, 1)
    picture = look_at(made.png(60, 40), "ttd.png")
    assert (picture.media_type, picture.width_px, picture.height_px) == ("image/png", 60, 40)


def test_the_name_does_not_count() -> None:
    assert look_at(made.jpeg(), "scan.pdf").media_type == "image/jpeg"
    assert look_at(made.pdf(), "program.exe").media_type == "application/pdf"
    assert look_at(made.png(), "").media_type == "image/png"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachments.empty"),
        (made.program(), "attachments.program"),
        (b"\x7fELF" + bytes(200), "attachments.program"),
        (b"#!/bin/sh\necho\n", "attachments.program"),
        (made.archive(), "attachments.archive"),
        (b"Rar!\x1a\x07\0" + bytes(50), "attachments.archive"),
        (b"<!DOCTYPE html><html><script>1</script></html>", "attachments.markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "attachments.markup"),
        (b"Hanya teks biasa", "attachments.unknown"),
        (b"GIF89a" + bytes(100), "attachments.unknown"),
    ],
)
def test_what_is_something_else_is_refused_whatever_its_name(content: bytes, code: str) -> None:
    for name in ("kk.pdf", "foto.jpg", "tanpa-akhiran"):
        assert _code(content, name) == code


def test_a_pdf_that_is_a_program_is_refused() -> None:
    assert _code(made.program() + made.pdf()) == "attachments.program"
    assert _code(made.pdf() + made.program()) == "attachments.two_in_one"
    assert _code(made.pdf() + made.program() + b"\n%%EOF\n") == "attachments.two_in_one"
    assert _code(made.pdf() + b"\x7fELF" + bytes(300)) == "attachments.two_in_one"
    inside = made.pdf(extra="900 0 obj\n<< /Length 300 >>\nstream\n" + made.program().decode("latin-1")
                      + "\nendstream\nendobj\n")  # fmt: skip
    assert _code(inside) == "attachments.two_in_one"


def test_a_pdf_that_is_an_archive_or_a_page_is_refused() -> None:
    assert _code(made.pdf() + made.archive()) == "attachments.two_in_one"
    commented = made.pdf(extra="% " + made.archive().decode("latin-1") + "\n")
    assert _code(commented) == "attachments.two_in_one"
    assert _code(b"%PDF-1.4\n<html><script>alert(1)</script>\n" + made.pdf()) == "attachments.two_in_one"


@pytest.mark.parametrize(
    ("catalog", "extra", "code"),
    [
        ("/OpenAction << /S /JavaScript /JS (app.alert) >>", "", "attachments.pdf_script"),
        ("/OpenAction << /S /J#61vaScript /JS (app.alert) >>", "", "attachments.pdf_script"),
        ("/OpenAction 901 0 R", made.packed("<< /S /JavaScript /JS (x) >>"), "attachments.pdf_script"),
        ("/OpenAction 901 0 R", made.packed("<< /S /Java#53cript /JS (x) >>"), "attachments.pdf_script"),
        (
            "/OpenAction 901 0 R",
            # A beginning of a stream in a string, before the true one.
            "899 0 obj\n(stream\n)\nendobj\n" + made.packed("<< /S /Launch /F (cmd) >>"),
            "attachments.pdf_launch",
        ),
        (
            "",
            "900 0 obj\n<< /Type /ObjStm /N 1 /First 6 /Filter [/ASCIIHexDecode /FlateDecode] /Length 3 >>\n"
            "stream\n00>\nendstream\nendobj\n",
            "attachments.broken",
        ),
        ("", "900 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj\n", "attachments.pdf_launch"),
        ("", "900 0 obj\n<< /S /SubmitForm /F (http) >>\nendobj\n", "attachments.pdf_launch"),
        ("/OpenAction << /S /URI /URI (http://contoh.id) >>", "", "attachments.pdf_launch"),
        (
            "/OpenAction 900 0 R",
            "900 0 obj\n<< /S /URI /URI (http://a) >>\nendobj\n",
            "attachments.pdf_launch",
        ),
        ("/Names << /EmbeddedFiles 900 0 R >>", "", "attachments.pdf_carries"),
        ("", "900 0 obj\n<< /Type /EmbeddedFile /Length 0 >>\nendobj\n", "attachments.pdf_carries"),
        ("", "900 0 obj\n<< /Subtype /RichMedia >>\nendobj\n", "attachments.pdf_carries"),
    ],
)
def test_a_pdf_that_does_something_is_refused(catalog: str, extra: str, code: str) -> None:
    assert _code(made.pdf(catalog=catalog, extra=extra)) == code


def test_a_pdf_may_say_where_it_opens() -> None:
    assert look_at(made.pdf(catalog="/OpenAction [10 0 R /FitH null]")).pages == 1


def test_a_locked_pdf_is_refused() -> None:
    locked = made.pdf().replace(b"/Size 1000", b"/Size 1000 /Encrypt 900 0 R")
    assert _code(locked) == "attachments.pdf_encrypted"


def test_a_pdf_of_reportlab_with_packed_objects_is_taken() -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for _page in range(2):
        canvas.drawString(100, 700, "stream endstream %%EOF obj")
        canvas.showPage()
    canvas.save()
    assert look_at(target.getvalue()).pages == 2


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "png"])
def test_what_was_cut_off_is_broken(kind: str) -> None:
    whole = {"pdf": made.pdf(pages=2), "jpeg": made.jpeg(), "png": made.png(200, 200)}[kind]
    for part in (len(whole) // 3, len(whole) * 2 // 3, len(whole) - 3):
        assert _code(whole[:part]) == "attachments.broken", part


def test_a_wrong_bit_in_a_png_is_seen() -> None:
    whole = bytearray(made.png(80, 80))
    whole[len(whole) // 2] ^= 0x10
    assert _code(bytes(whole)) == "attachments.broken"


def test_nothing_hides_behind_a_picture() -> None:
    for picture in (made.jpeg(), made.png()):
        for hidden in (made.archive(), made.program(), b"<?php system(1);"):
            assert _code(picture + hidden) == "attachments.two_in_one"
    # What telephones append to a photograph stays; a film is no program.
    assert look_at(made.jpeg() + b"\0\0\0\x18ftypmp42" + bytes(40)).media_type == "image/jpeg"


def test_bombs_are_refused_before_they_go_off() -> None:
    assert _code(made.png(2, 2, header=(60_000, 60_000)), "besar.png") == "attachments.too_many_pixels"
    blown = zlib.compress(bytes(210_000_000), 9)
    extra = f"900 0 obj\n<< /Length {len(blown)} /Filter /FlateDecode >>\nstream\n{blown.decode('latin-1')}"
    assert len(blown) < 300_000
    assert _code(made.pdf(extra=extra + "\nendstream\nendobj\n")) == "attachments.bomb"


def test_too_many_pages_and_none() -> None:
    assert _code(made.pdf(pages=301)) == "attachments.too_many_pages"
    assert _code(b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n") == (
        "attachments.broken"
    )


def test_size_is_told_in_megabytes() -> None:
    with pytest.raises(UserError) as refused:
        check_size(50_000_000)
    assert refused.value.code == "attachments.too_large"
    assert refused.value.details == {"size_mb": 50.0, "most_mb": 10.0}
    check_size(MAX_BYTES)
    with pytest.raises(UserError) as refused:
        check_size(MAX_BYTES + 1)
    assert refused.value.details["size_mb"] == 10.1
    assert _code(made.pdf(), max_bytes=100) == "attachments.too_large"


@given(st.binary(min_size=1, max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_refused_by_a_code(junk: bytes) -> None:
    for head in (b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"):
        assert _outcome(head + junk).startswith("attachments.")


@given(st.integers(0, 2_000), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_never_breaks_the_look(at: int, change: int) -> None:
    for whole in (made.pdf(), made.png(), made.jpeg()):
        spoilt = bytearray(whole)
        spoilt[at % len(spoilt)] ^= change
        assert _outcome(bytes(spoilt)).startswith(("attachments.", "taken"))


def test_pages_are_drawn() -> None:
    page = draw_page(made.pdf(pages=2), "application/pdf", 1, width_px=300)
    assert (page.width_px, page.page, page.pages) == (300, 1, 2)
    assert len(page.pixels) == page.width_px * page.height_px * 3
    assert len(set(page.pixels)) > 1
    assert draw_page(made.pdf(), "application/pdf", 7, width_px=300).page == 0
    photo = draw_page(made.jpeg(2400, 1600), "image/jpeg", width_px=600)
    assert (photo.width_px, photo.height_px) == (600, 400)
    assert draw_page(made.png(60, 40), "image/png", width_px=600).width_px == 60
