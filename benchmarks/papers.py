"""A slip as PDF beside the same words and codes drawn on a bare reportlab canvas, and its ESC/POS bytes."""

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


def measure(*, quick: bool = False, folder: Path) -> list[Row]:
    """The rows of the slip; receipts and forms come with what they print."""
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
            if module:
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
        Row("slip.80mm", statistics.median(values), "ms", "lower", statistics.median(floors), ratio,
            percentile(every, 0.5), percentile(every, 0.99), "at most 1.5 times", ratio <= 1.5),
        Row("slip.escpos58", statistics.median(raw), "ms", "lower", statistics.median(plain),
            statistics.median(raw) / statistics.median(plain), percentile(raw, 0.5), percentile(raw, 0.99),
            "at most 2 ms", statistics.median(raw) <= 2.0),
    ]  # fmt: skip
