"""Papers of one file of the sample office, made as the office makes them: with the builders, in two parts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from desktop.office.files.papers import (
    PaperHead,
    ReceiptSettings,
    apology_content,
    disposal_content,
    document_snapshot,
    handover_content,
    my_data_content,
    receipt_content,
    routing_content,
    shortage_content,
)
from desktop.printing.snapshots import Snapshot

ZONE = "Asia/Makassar"
AT = datetime(2026, 11, 23, 6, 12, tzinfo=UTC)
NUMBER, CODE = "K26-004866-7", "K260048667"
NAME, NIK = "Hesti Ramadhani", "6471015203900001"

Parts = tuple[dict[str, Any], dict[str, Any]]


def head(language: str = "id", **settings: Any) -> PaperHead:
    values = {"told_by": ("whatsapp", "phone_call"), **settings}
    return PaperHead(
        office="Dukcapil Kota Teluk Sari",
        zone=ZONE,
        address="Mal Pelayanan, lantai 1",
        hotline="0542 555 010",
        language=language,
        settings=ReceiptSettings(**values),
    )


def receipt_parts(of: PaperHead | None = None, **changes: Any) -> Parts:
    values: dict[str, Any] = {
        "number": NUMBER,
        "code": CODE,
        "service": "Kartu Identitas Anak baru",
        "items": [
            ("Formulir F-1.02", "received"),
            ("KK orang tua", "original_shown"),
            ("KIA lama", "original_kept"),
            ("Surat kematian", "not_needed"),
        ],
        "received_by": "Rina Wulandari",
        "counter": "Loket 3",
        "received_at_utc": AT,
        "promised_at_utc": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        "promise_value": 1,
        "name": NAME,
        "nik": NIK,
        "phone": "0812-3456-7890",
    }
    return receipt_content(of or head(), **(values | changes))


def shortage_parts(of: PaperHead | None = None, **changes: Any) -> Parts:
    values: dict[str, Any] = {
        "code": CODE,
        "number": NUMBER,
        "service": "Kartu Identitas Anak baru",
        "missing": ["Fotokopi kutipan akta kelahiran anak", "Pas foto anak 2x3"],
        "note": "Bawa juga buku nikah.",
        "latest": date(2026, 12, 7),
        "issued_by": "Rina Wulandari",
        "issued_at_utc": AT,
        "name": NAME,
        "nik": NIK,
    }
    return shortage_content(of or head(), **(values | changes))


def apology_parts(of: PaperHead | None = None, **changes: Any) -> Parts:
    values: dict[str, Any] = {
        "number": NUMBER,
        "code": CODE,
        "service": "Kartu Identitas Anak baru",
        "promised_at_utc": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        "expected_at_utc": datetime(2026, 11, 26, 8, 0, tzinfo=UTC),
        "issued_by": "Rina Wulandari",
        "issued_at_utc": AT,
        "name": NAME,
    }
    return apology_content(of or head(), **(values | changes))


def handover_parts(of: PaperHead | None = None, **changes: Any) -> Parts:
    values: dict[str, Any] = {
        "number": NUMBER,
        "code": CODE,
        "service": "Kartu Identitas Anak baru",
        "documents": ["Kartu Identitas Anak, 1 keping"],
        "originals": ["KK orang tua"],
        "withdrawn": ["KIA lama"],
        "handed_by": "Rina Wulandari",
        "handed_at_utc": AT,
        "collector": "proxy",
        "letter": "F-1.07",
        "name": NAME,
        "nik": NIK,
        "collector_name": "Bagas Ramadhani",
        "signature": [[(10, 50), (20, 10), (30, 60)], [(60, 30), (140, 20), (180, 50)], [(190, 50)]],
    }
    return handover_content(of or head(), **(values | changes))


def my_data_parts(of: PaperHead | None = None, looks: int = 3) -> Parts:
    return my_data_content(
        of or head(),
        sections=[("Identitas", [("Telepon", "0812-3456-7890")])],
        looks=[(AT - timedelta(hours=n), "Rina Wulandari", "menerima berkas") for n in range(looks)],
        printed_by="Rina Wulandari",
        printed_at_utc=AT,
        request="P-0012",
        name=NAME,
        nik=NIK,
    )


def routing_parts(of: PaperHead | None = None, files: int = 3) -> Parts:
    return routing_content(
        of or head(),
        number="E26-0142",
        code="RE260142",
        from_unit="Loket pelayanan",
        to_unit="Bidang Pendaftaran Penduduk",
        files=[{"number": f"K26-{n:06d}-7", "service": "KIA", "name": NAME} for n in range(files)],
        sent_by="Rina Wulandari",
        sent_at_utc=AT,
    )


def disposal_parts(of: PaperHead | None = None) -> Parts:
    return disposal_content(
        of or head(),
        number="BA-03/XI/2026",
        place="Ruang arsip",
        disposed_at_utc=AT,
        rows=[("Pindaian berkas", "2019 - 2021", 3410), ("Kontak pemohon", "2019 - 2021", 980)],
        officials=[("Sari Lestari", "Kepala Bidang PIAK"), ("Rina Wulandari", "Petugas arsip")],
    )


ROLL_PARTS = {
    "receipt": receipt_parts,
    "shortage": shortage_parts,
    "apology": apology_parts,
    "handover_proof": handover_parts,
}
SHEET_PARTS = {"my_data": my_data_parts, "routing_list": routing_parts, "disposal_minutes": disposal_parts}


def paper(kind: str, parts: Parts | None = None, *, person: bool = True, **copy: Any) -> Snapshot:
    """The whole paper, from parts that went through JSON as they do in a database."""
    made: Any = parts or (ROLL_PARTS | SHEET_PARTS)[kind]()
    matter, about = msgspec.json.decode(msgspec.json.encode(made))
    return document_snapshot(kind, matter, about if person else None, ZONE, **copy)
