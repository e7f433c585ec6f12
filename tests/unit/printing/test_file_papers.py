"""Receipt, shortage slip, apology and proof of handover on every paper: words, codes, copies, disposal."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.office.files.papers import document_snapshot, how_told, mask_email, mask_phone
from desktop.printing.file_snapshots import FileSnapshot, ReceiptSnapshot
from desktop.printing.kinds import KINDS, fits, snapshot_from_json
from desktop.printing.papers import PAPERS
from desktop.printing.preview import pdf_page_png, pdf_size_mm
from desktop.printing.render import render_document
from desktop.printing.snapshots import Snapshot
from tests.printing_emulator import EmulatorError, PaperDrawer
from tests.unit.printing.samples import (
    AT,
    CODE,
    NAME,
    NIK,
    NUMBER,
    ROLL_PARTS,
    SHEET_PARTS,
    ZONE,
    apology_parts,
    handover_parts,
    head,
    paper,
    receipt_parts,
    shortage_parts,
)

ROLLS = ("escpos58", "escpos80", "pdf58", "pdf80")
PAGES = {
    "pdf_half_a4": (210.0, 148.5),
    "pdf_half_f4": (210.0, 165.0),
    "pdf_a4": (210.0, 297.0),
    "pdf_f4": (210.0, 330.0),
}
LONG_NAME = "Muhammad Abdurrahman Wahiduddin Al-Faruqi Kusumaningrat Suryoatmojo"
COMMON = ["DUKCAPIL KOTA TELUK SARI", NUMBER, NAME, "0542 555 010"]
WORDS = {
    "receipt": {
        "id": [
            "TANDA TERIMA BERKAS", "untuk pemohon", "24 Nov 2026", "SELESAI PALING LAMBAT", "1 hari kerja.",
            "[x] Formulir F-1.02", "TIDAK DIPUNGUT BIAYA", "647101********01", "0812****890", "Saat mengambil, bawa:",
            "23 Nov 2026, 14.12 WITA",
        ],
        "en": [
            "FILE RECEIPT", "READY AT THE LATEST", "Tue,", "1 working day.", "FREE OF CHARGE",
            "To collect it, bring:", "23 Nov 2026, 14:12 WITA",
        ],
    },
    "shortage": {
        "id": ["SLIP KEKURANGAN BERKAS", "Masih kurang (2):", "[ ] Pas foto anak 2x3", "7 Des 2026", "buku nikah."],
        "en": ["WHAT IS STILL MISSING", "Still missing (2):", "7 Dec 2026"],
    },
    "apology": {
        "id": ["PERMOHONAN MAAF", "Dijanjikan", "26 Nov 2026", "Kami mohon maaf."],
        "en": ["OUR APOLOGY", "Promised", "26 Nov 2026", "We are sorry."],
    },
    "handover_proof": {
        "id": ["BUKTI PENYERAHAN", "[x] KK orang tua", "wakil pemohon", "F-1.07", "Bagas Ramadhani", "Diserahkan"],
        "en": ["PROOF OF HANDOVER", "a proxy", "Bagas Ramadhani"],
    },
}  # fmt: skip


def drawn(document: Snapshot, kind: str) -> tuple[list[Image.Image], list[str]]:
    """Pictures and texts of the papers (or pages) that come out."""
    data = render_document(document, kind)
    if kind.startswith("escpos"):
        drawer = PaperDrawer(PAPERS[kind].dots)
        assert drawer.feed(data) == b"\x00", "one reply for all the papers of a job"
        return drawer.papers, drawer.texts
    pdf = pypdfium2.PdfDocument(data)
    try:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()
    dpi = 203 if PAPERS[kind].is_roll else 300
    return [Image.open(io.BytesIO(pdf_page_png(data, dpi, page))) for page in range(len(texts))], texts


def one_line(text: str) -> str:
    return " ".join(text.split())


def codes(image: Image.Image) -> set[tuple[str, str]]:
    found = zxingcpp.read_barcodes(image.convert("L"))
    return {(str(code.format).rsplit(".", 1)[-1].replace(" ", "").upper(), code.text) for code in found}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", [*ROLLS, *PAGES])
@pytest.mark.parametrize("document", sorted(ROLL_PARTS))
def test_words_and_codes_on_every_paper(document: str, kind: str, language: str) -> None:
    images, texts = drawn(paper(document, ROLL_PARTS[document](head(language))), kind)
    text = one_line(texts[0])
    for words in [*WORDS[document][language], *COMMON]:
        assert words in text, f"{words!r} not in {text!r}"
    assert "Surat kematian" not in text, "what is not needed is left out"
    assert NIK not in text
    wanted = {("CODE128", CODE)}
    if document in ("receipt", "shortage"):
        wanted.add(("QRCODE", CODE))
    assert codes(images[0]) == wanted
    if kind in PAGES:
        width, height = pdf_size_mm(render_document(paper(document), kind))
        assert (width, height) == pytest.approx(PAGES[kind], abs=0.01)


@pytest.mark.parametrize("kind", ROLLS)
def test_two_copies_of_a_receipt_are_marked(kind: str) -> None:
    _, texts = drawn(paper("receipt"), kind)
    assert len(texts) == 2
    assert "untuk pemohon" in texts[0]
    assert "untuk berkas" in texts[1]
    _, texts = drawn(paper("receipt", receipt_parts(head(copies=("applicant",)))), kind)
    assert len(texts) == 1


def test_both_copies_stand_on_one_sheet_that_is_cut() -> None:
    images, texts = drawn(paper("receipt"), "pdf_a4")
    assert len(texts) == 1
    assert "untuk pemohon" in texts[0]
    assert "untuk berkas" in texts[0]
    found = [code.text for code in zxingcpp.read_barcodes(images[0].convert("L"))]
    assert found == [CODE] * 4


@pytest.mark.parametrize("kind", ["escpos58", "escpos80", "pdf58", "pdf_half_a4"])
@pytest.mark.parametrize("document", sorted(ROLL_PARTS))
def test_a_copy_says_which_and_by_whom(document: str, kind: str) -> None:
    copy = paper(document, copy_number=2, copied_by="Sari Lestari", copied_local=datetime(2026, 11, 25, 9, 5))
    _, texts = drawn(copy, kind)
    assert len(texts) == 1, "the file keeps the copy it has"
    text = one_line(texts[0])
    for words in ("SALINAN ke-2", "Dicetak ulang oleh Sari Lestari", "25 Nov 2026, 09.05 WITA", NUMBER):
        assert words in text
    assert "SALINAN" not in drawn(paper(document), kind)[1][0]


@pytest.mark.parametrize("kind", ["escpos58", "pdf80", "pdf_half_f4"])
@pytest.mark.parametrize("document", sorted(ROLL_PARTS))
def test_a_disposed_person_is_said_and_nothing_of_it_is_left(document: str, kind: str) -> None:
    _, texts = drawn(paper(document, person=False), kind)
    text = one_line(texts[0])
    assert "(data pribadi sudah dimusnahkan)" in text
    for words in (NAME, "Bagas", "6471", "0812"):
        assert words not in text
    assert NUMBER in text


def test_a_paper_without_a_person_says_nothing_about_disposal() -> None:
    parts = shortage_parts(name="", nik="")
    assert parts[0]["has_person"] is False
    _, texts = drawn(paper("shortage", parts, person=False), "escpos58")
    assert "dimusnahkan" not in texts[0]
    assert "Pemohon" not in texts[0]


def test_matter_holds_nothing_of_the_person() -> None:
    for parts in (receipt_parts(proxy_name="Bagas"), shortage_parts(), apology_parts(), handover_parts()):
        matter, _ = parts
        for words in (NAME, "Bagas", NIK, "6471", "0812"):
            assert words not in str(matter)


@pytest.mark.parametrize("kind", [*ROLLS, *PAGES])
def test_long_names_and_fourteen_requirements(kind: str) -> None:
    items = [
        (f"Persyaratan nomor {n} dengan keterangan yang panjang", "original_shown") for n in range(1, 15)
    ]
    parts = receipt_parts(name=LONG_NAME, items=items, proxy_name="X" * 60, received_by="Y" * 60)
    images, texts = drawn(paper("receipt", parts), kind)
    text = one_line(" ".join(texts))
    squeezed = text.replace(" ", "")
    assert all(word in text for word in LONG_NAME.split())
    assert "X" * 60 in squeezed
    assert "Y" * 60 in squeezed
    for n in range(1, 15):
        assert f"[x] Persyaratan nomor {n} dengan" in text
    assert ("CODE128", CODE) in codes(images[0])
    for image in images:
        edge = ImageChops.invert(image.convert("L")).crop((0, 0, 10, image.height)).getbbox()
        assert edge is None or kind in ("pdf_a4", "pdf_f4"), "nothing runs over the edge of the paper"


@pytest.mark.parametrize(
    ("name", "thermal", "pdf"),
    [
        ("Zoë Ångström-Nguyễn", "Zoe Angstrom-Nguyen", "Zoë Ångström-Nguyễn"),
        ("Rani 👩 Dewi", "Rani ? Dewi", "Rani ? Dewi"),
        ("Siti\u202e\u200f Aminah", "Siti Aminah", "Siti Aminah"),
        ("Ali\x1b@\x1dV\x00\nKusuma", "Ali@ V Kusuma", "Ali @ V  Kusuma"),
        ("{name} 100%", "{name} 100%", "{name} 100%"),
        ("S", "S", "S"),
    ],
)
def test_names_that_are_not_ascii(name: str, thermal: str, pdf: str) -> None:
    document = paper("receipt", receipt_parts(name=name))
    _, texts = drawn(document, "escpos80")
    assert one_line(thermal) in one_line(texts[0])
    _, texts = drawn(document, "pdf80")
    assert one_line(pdf) in one_line(texts[0])


def test_text_of_a_right_to_left_name_is_no_command() -> None:
    document = paper("receipt", receipt_parts(name="\u0639\u0644\u064a", items=[("\x1d(k", "received")]))
    try:
        _, texts = drawn(document, "escpos58")
    except EmulatorError as error:
        pytest.fail(str(error))
    assert "???" in texts[0]


def test_minutes_and_hours_print_a_time_of_day() -> None:
    at = datetime(2026, 11, 23, 6, 42, tzinfo=UTC)
    parts = receipt_parts(promised_at_utc=at, promise_value=30, promise_unit="minute")
    text = one_line(drawn(paper("receipt", parts), "escpos80")[1][0])
    assert "SELESAI PALING LAMBAT 14.42 WITA Senin, 23 Nov 2026. 30 menit." in text
    assert "WAKTU SELESAI" in drawn(paper("receipt", receipt_parts(promised_at_utc=None)), "escpos80")[1][0]


@pytest.mark.parametrize(
    ("fee_amount", "fee_text", "words"),
    [
        (50_000, "", "Biaya Rp50.000"),
        (None, "sesuai Perda", "Biaya sesuai Perda"),
        (0, "", "TIDAK DIPUNGUT BIAYA"),
    ],
)
def test_the_fee(fee_amount: int | None, fee_text: str, words: str) -> None:
    parts = receipt_parts(fee_amount=fee_amount, fee_text=fee_text)
    text = drawn(paper("receipt", parts), "escpos58")[1][0]
    assert words in text
    assert ("TIDAK DIPUNGUT" in text) is (fee_amount == 0)


@pytest.mark.parametrize("kind", ["escpos58", "escpos80", "pdf58", "pdf_half_a4"])
def test_the_qr_code_opens_an_address_only_where_one_is_set(kind: str) -> None:
    address = "https://cek.teluksari.example/berkas/"
    images, texts = drawn(paper("receipt", receipt_parts(head(qr_address=address))), kind)
    assert ("QRCODE", f"{address}{CODE}") in codes(images[0])
    assert "Membuka cek.teluksari.example" in one_line(texts[0])
    _, texts = drawn(paper("receipt"), kind)
    assert "Membuka" not in texts[0]
    assert "ponsel" not in texts[0]


@pytest.mark.parametrize(
    ("can", "wanted", "phone", "told"),
    [
        (("whatsapp", "phone_call"), "", "0812", "whatsapp"),
        (("whatsapp", "phone_call"), "phone_call", "0812", "phone_call"),
        (("whatsapp",), "sms", "0812", "come_back"),
        (("whatsapp", "counter_display"), "", "", "counter_display"),
        (("email",), "", "0812", "come_back"),
        (("pigeon",), "pigeon", "0812", "come_back"),
        ((), "none", "", "come_back"),
    ],
)
def test_told_only_by_what_the_office_can_do(can: Any, wanted: str, phone: str, told: str) -> None:
    assert how_told(wanted, head(told_by=can), phone=phone) == told


def test_masks() -> None:
    assert mask_phone("+62 812-3456-7890") == "0812****890"
    assert mask_phone("555 010") == "******"
    assert mask_email("hesti@contoh.example") == "h***@contoh.example"
    assert mask_email("@x") == ""


def test_a_signature_is_drawn_or_a_line_is_left_to_sign_on() -> None:
    signed = drawn(paper("handover_proof"), "escpos80")[0][0]
    empty = drawn(paper("handover_proof", handover_parts(signature=())), "escpos80")[0][0]
    assert signed.size == empty.size, "the same room either way"
    assert ImageChops.difference(signed, empty).getbbox() is not None
    dot = drawn(paper("handover_proof", handover_parts(signature=[[(5, 5)]])), "pdf80")
    assert len(dot[0]) == 1


def test_a_code_too_wide_for_bars_is_left_to_the_qr_code() -> None:
    code = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF"
    images, _ = drawn(paper("shortage", shortage_parts(code=code, number="")), "escpos58")
    assert codes(images[0]) == {("QRCODE", code)}
    with pytest.raises(UserError) as refused:
        render_document(paper("apology", apology_parts(code=code)), "escpos58")
    assert refused.value.code == "print.code_unprintable"


@pytest.mark.parametrize("document", sorted(ROLL_PARTS | SHEET_PARTS))
def test_json_there_and_back(document: str) -> None:
    snapshot = paper(document)
    assert isinstance(snapshot, FileSnapshot)
    assert snapshot_from_json(snapshot.to_json()) == snapshot
    assert type(snapshot).from_data(snapshot.to_data()) == snapshot
    gone = paper(document, person=False)
    assert snapshot_from_json(gone.to_json()) == gone
    assert "/" not in snapshot.paper_name.replace("BA-03/XI/2026", "")
    assert NAME not in snapshot.paper_name


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": ""}, "print.snapshot"),
        ({"code": "K26\u00e9"}, "print.snapshot"),
        ({"number": "K" * 17}, "print.snapshot"),
        ({"received_at_utc": "yesterday"}, "print.snapshot"),
        ({"received_at_utc": "2026-11-23T06:12:00"}, "print.snapshot"),
        ({"promise_unit": "fortnight"}, "print.snapshot"),
        ({"unknown": 1}, "print.snapshot"),
        ({"qr_address": "x" * 65}, "print.snapshot"),
        ({"items": [{"text": "x", "how": "received"}] * 61}, "print.snapshot"),
    ],
)
def test_bad_parts_are_refused_by_name(change: dict[str, Any], code: str) -> None:
    matter, person = receipt_parts()
    with pytest.raises(UserError) as refused:
        document_snapshot("receipt", {**matter, **change}, person, ZONE)
    assert refused.value.code == code


def test_unknown_kinds_papers_and_templates_have_their_codes() -> None:
    for act, code in (
        (lambda: document_snapshot("poem", {}, None, ZONE), "print.document_kind"),
        (lambda: snapshot_from_json(b'{"type": "poem"}'), "print.document_kind"),
        (lambda: snapshot_from_json(b"\xff"), "print.snapshot"),
        (lambda: render_document(paper("receipt"), "pdf57"), "print.paper_kind"),
        (lambda: render_document(paper("my_data"), "escpos80"), "print.wrong_paper"),
        (lambda: render_document(paper("receipt"), "pdf_a3"), "print.wrong_paper"),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == code
    matter, person = receipt_parts()
    old = document_snapshot("receipt", {**matter, "template_version": 99}, person, ZONE)
    with pytest.raises(EnvironmentFault) as fault:
        render_document(old, "pdf80")
    assert fault.value.code == "print.template"


def test_every_kind_names_what_exists_and_where_it_fits() -> None:
    for tag, kind in KINDS.items():
        assert kind.papers <= set(PAPERS), tag
        assert fits(tag, next(iter(kind.papers)))
    assert not fits("slip", "pdf_half_a4")
    assert not fits("poem", "pdf80")


def test_the_same_receipt_is_the_same_bytes() -> None:
    assert render_document(paper("receipt"), "pdf80") == render_document(paper("receipt"), "pdf80")
    snapshot = paper("receipt")
    assert isinstance(snapshot, ReceiptSnapshot)
    assert snapshot.received_local == AT.replace(hour=14, tzinfo=None)
    assert len(render_document(snapshot, "escpos80")) < 9000
