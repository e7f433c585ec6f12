"""A slip and a receipt as PDF beside the same words and codes drawn on a bare reportlab canvas, and ESC/POS bytes."""

from __future__ import annotations

import io
import socket
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from benchmarks.rows import Row, median_ratio, percentile


def _times(work: Callable[[], object], count: int) -> list[float]:
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begin))
    return times


def _receipt(rounds: int, count: int) -> Row:
    """The applicant's copy of a receipt beside the same words, bars, QR code and frame on a bare canvas."""
    from reportlab.pdfgen.canvas import Canvas

    from desktop.printing.barcodes import plan_code128, qr_matrix
    from desktop.printing.file_snapshots import Item, ReceiptPerson, ReceiptSnapshot
    from desktop.printing.render import render_document

    receipt = ReceiptSnapshot(
        office="Dukcapil Kota Teluk Sari",
        address="Mal Pelayanan, lantai 1",
        hotline="0542 555 010",
        zone_label="WITA",
        language="id",
        number="K26-004866-7",
        code="K260048667",
        service="Kartu Identitas Anak baru",
        items=(
            Item("Formulir F-1.02"),
            Item("Fotokopi kutipan akta kelahiran"),
            Item("KK asli orang tua", "shown"),
            Item("KTP-el asli", "shown"),
            Item("Pas foto 2x3, dua lembar"),
        ),
        received_by="Rina Wulandari",
        counter="Loket 3",
        received_local=datetime(2026, 11, 23, 14, 12),
        promised_local=datetime(2026, 11, 24, 16, 0),
        promise_value=1,
        told_by="whatsapp",
        copies=("applicant",),
        person=ReceiptPerson(name="Hesti Ramadhani", nik="647101********01", contact="0812****890"),
    )
    words = (
        "DUKCAPIL KOTA TELUK SARI", "Mal Pelayanan, lantai 1", "TANDA TERIMA BERKAS - untuk pemohon", "K26-004866-7",
        "Kartu Identitas Anak baru", "Pemohon", "Hesti Ramadhani", "NIK", "647101********01", "Diterima",
        "23 Nov 2026, 14.12 WITA", "Oleh", "Rina Wulandari, Loket 3", "SELESAI PALING LAMBAT", "Selasa, 24 Nov 2026",
        "1 hari kerja.", "Kami kabari lewat WhatsApp: 0812****890", "Diterima lengkap (5):", "[x] Formulir F-1.02",
        "[x] Fotokopi kutipan akta kelahiran", "[x] KK asli orang tua: dilihat, dikembalikan",
        "[x] KTP-el asli: dilihat, dikembalikan", "[x] Pas foto 2x3, dua lembar", "Saat mengambil, bawa:",
        "- tanda terima ini, atau KTP-el", "- F-1.07 atau surat kuasa bila diwakilkan",
        "Tunjukkan kode ini kepada petugas.", "TIDAK DIPUNGUT BIAYA", "Kontak dan pengaduan: 0542 555 010",
        "Data pribadi Anda hanya dipakai untuk layanan ini.",
    )  # fmt: skip

    def bare() -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(226.8, 560), invariant=1, pageCompression=1)
        y = 545.0
        for index, line in enumerate(words):
            canvas.setFont("BenchBold" if index % 2 == 0 else "BenchMono", 7)
            canvas.drawString(10, y, line)
            y -= 13
        for row, modules in enumerate(qr_matrix(receipt.code)):
            for column, dark in enumerate(modules):
                if dark:
                    canvas.rect(10 + column * 2, 20 + row * 2, 2, 2, stroke=0, fill=1)
        x = 80.0
        for module in plan_code128(receipt.code).modules():
            if module == "1":
                canvas.rect(x, 20, 1, 30, stroke=0, fill=1)
            x += 1
        canvas.rect(10, 300, 200, 60, stroke=1, fill=0)
        canvas.save()
        return out.getvalue()

    def mine() -> bytes:
        return render_document(receipt, "pdf80")

    _times(bare, 3), _times(mine, 3)
    floors, values, every = [], [], []
    for _ in range(rounds):
        floors.append(statistics.median(_times(bare, count)))
        times = _times(mine, count)
        every += times
        values.append(statistics.median(times))
    ratio = median_ratio(values, floors)
    return Row("receipt.80mm", statistics.median(values), "ms", "lower", statistics.median(floors), ratio,
               percentile(every, 0.5), percentile(every, 0.99), "at most 1.5 times", ratio <= 1.5)  # fmt: skip


def _form(rounds: int, count: int) -> Row:
    """F-2.01 of a birth, filled in, beside the same boxes and letters on a bare canvas."""
    from reportlab.pdfgen.canvas import Canvas

    from desktop.printing.forms import FormSnapshot, load_form, render_form

    form = load_form("F-2.01")
    nik, name = "6471014408920001", "Hesti Ramadhani Wijaya Kusuma Putri"
    values: dict[str, str] = {"jenis": "1"}
    for field in form.fields():
        if field.type in ("boxes", "text"):
            values[field.key] = nik[: field.boxes or 16] if "nik" in field.key else name
    values["jenis"] = "1"
    snapshot = FormSnapshot(form=form.code, version=form.version, values=values, file_code="K260048667",
                            file_number="K26-004866-7", office="Dukcapil Kota Teluk Sari")  # fmt: skip

    def mine() -> bytes:
        return render_form(form, snapshot)

    def bare() -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(595.3, 935.4), invariant=1, pageCompression=1)
        for row in range(60):
            canvas.setFont("BenchMono", 7)
            canvas.drawString(20, 900 - row * 14, "Nama lengkap sesuai dokumen")
            for box in range(16):
                canvas.rect(200 + box * 11.4, 898 - row * 14, 11.4, 11.4, stroke=1, fill=0)
        canvas.save()
        return out.getvalue()

    _times(bare, 2), _times(mine, 2)
    floors, times, ratios = [], [], []
    for _ in range(rounds):
        floor, own = statistics.median(_times(bare, count)), _times(mine, count)
        floors.append(floor)
        times += own
        ratios.append(statistics.median(own) / floor)
    middle = statistics.median(times)
    return Row("form.f201", middle, "ms", "lower", statistics.median(floors), statistics.median(ratios),
               percentile(times, 0.5), percentile(times, 0.99), "at most 150 ms", middle <= 150)  # fmt: skip


def measure(*, quick: bool = False, folder: Path) -> list[Row]:
    """The rows of slip and receipt; forms come with what they print."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from desktop.printing.barcodes import plan_code128, qr_matrix
    from desktop.printing.render import render_slip
    from desktop.printing.snapshots import SlipSnapshot
    from desktop.ui.resources import resource_path

    print("slips ...", file=sys.stderr)
    slip = SlipSnapshot(
        office="Dukcapil Kota Teluk Sari",
        address="Mal Pelayanan, lantai 1",
        number="B095",
        code="T261123B095",
        service="KTP-el hilang",
        issued_local=datetime(2026, 11, 23, 14, 5),
        zone_label="WITA",
        language="id",
        people_ahead=8,
        wait_low_min=20,
        wait_high_min=30,
        bring=("Surat kehilangan polisi", "Fotokopi KK"),
        hotline="0542 555 010",
    )
    words = (
        "DUKCAPIL KOTA TELUK SARI", "Mal Pelayanan, lantai 1", "NOMOR ANTREAN", "B095", "KTP-el hilang",
        "Senin, 23 Nov 2026", "14.05 WITA", "Orang di depan", "8", "Perkiraan tunggu", "20-30 menit", "Siapkan:",
        "[ ] Surat kehilangan polisi", "[ ] Fotokopi KK", "T261123B095", "Tunjukkan kode ini saat dipanggil.",
        "TIDAK DIPUNGUT BIAYA", "Pengaduan 0542 555 010",
    )  # fmt: skip
    for name, file in (("BenchMono", "NotoSansMono-Regular.ttf"), ("BenchBold", "NotoSansMono-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))

    def bare() -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(226.8, 368.5), invariant=1)
        y = 350.0
        for index, line in enumerate(words):
            canvas.setFont("BenchBold" if index % 3 == 0 else "BenchMono", 9)
            canvas.drawString(10, y, line)
            y -= 13
        for row, modules in enumerate(qr_matrix(slip.code)):
            for column, dark in enumerate(modules):
                if dark:
                    canvas.rect(10 + column * 2, 20 + row * 2, 2, 2, stroke=0, fill=1)
        x = 80.0
        for module in plan_code128(slip.code).modules():
            if module == "1":
                canvas.rect(x, 20, 1, 30, stroke=0, fill=1)
            x += 1
        canvas.save()
        return out.getvalue()

    rounds, count = (3, 10) if quick else (9, 30)
    _times(bare, 3), _times(lambda: render_slip(slip, "pdf80"), 3)
    floors, values, every = [], [], []
    for _ in range(rounds):
        floors.append(statistics.median(_times(bare, count)))
        mine = _times(lambda: render_slip(slip, "pdf80"), count)
        every += mine
        values.append(statistics.median(mine))
    ratio = median_ratio(values, floors)
    raw = _times(lambda: render_slip(slip, "escpos58"), 300)
    # The floor of the bytes: handing them to a socket, which is what happens to them next.
    near, far = socket.socketpair()
    data = render_slip(slip, "escpos58")

    def send() -> None:
        near.sendall(data)
        far.recv(len(data), socket.MSG_WAITALL)

    plain = _times(send, 300)
    near.close(), far.close()
    return [
        _receipt(rounds, count),
        _form(3, 3 if quick else 7),
        Row("slip.80mm", statistics.median(values), "ms", "lower", statistics.median(floors), ratio,
            percentile(every, 0.5), percentile(every, 0.99), "at most 1.5 times", ratio <= 1.5),
        Row("slip.escpos58", statistics.median(raw), "ms", "lower", statistics.median(plain),
            statistics.median(raw) / statistics.median(plain), percentile(raw, 0.5), percentile(raw, 0.99),
            "at most 2 ms", statistics.median(raw) <= 2.0),
    ]  # fmt: skip
