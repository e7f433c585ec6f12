"""Scans and photographs for tests, made on the spot: good ones, and every kind of bad one."""

from __future__ import annotations

import io
import struct
import zlib


def pdf(
    text: str = "Kartu Keluarga (contoh)", *, pages: int = 1, extra: str = "", catalog: str = ""
) -> bytes:
    """A small PDF, written by hand so that a test can put anything into it.

    Args:
        text: what stands on each page.
        pages: how many.
        extra: further objects, from number 900 on.
        catalog: further entries of the catalogue.
    """
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(pages))
    objects = [
        (1, f"<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
        (2, f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"),
        (3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    ]
    for n in range(pages):
        drawn = f"BT /F1 18 Tf 40 800 Td ({text} {n + 1}) Tj ET 40 60 515 700 re S"
        objects.append(
            (10 + 2 * n, f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * n} 0 R"
                         " /Resources << /Font << /F1 3 0 R >> >> >>")
        )  # fmt: skip
        objects.append((11 + 2 * n, f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"))
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    for number, body in objects:
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    out.write(extra.encode("latin-1"))
    return out.getvalue() + b"trailer\n<< /Root 1 0 R /Size 1000 >>\nstartxref\n0\n%%EOF\n"


def packed(objects: str, *, number: int = 900) -> str:
    """Objects in a packed object stream, as `extra` of :func:`pdf`."""
    head = f"{number + 1} 0 "
    body = zlib.compress((head + objects).encode())
    return (
        f"{number} 0 obj\n<< /Type /ObjStm /N 1 /First {len(head)} /Length {len(body)} /Filter /FlateDecode >>\n"
        f"stream\n{body.decode('latin-1')}\nendstream\nendobj\n"
    )


def png(width: int = 60, height: int = 40, *, header: tuple[int, int] | None = None) -> bytes:
    """A picture in stripes; `header` lies about its size."""
    rows = b"".join(b"\0" + bytes((n * 7 + y * 5) % 256 for n in range(3 * width)) for y in range(height))
    claimed = header or (width, height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", *claimed, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(width: int = 240, height: int = 160, color: str = "#c0a060") -> bytes:
    """A photograph of nothing."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (width, height), color)
    ImageDraw.Draw(picture).rectangle((20, 20, width - 20, height - 20), outline="#204060", width=6)
    target = io.BytesIO()
    picture.save(target, format="JPEG", quality=80)
    return target.getvalue()


def archive() -> bytes:
    """A ZIP with one file."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("isi.txt", "contoh")
    return target.getvalue()


def program() -> bytes:
    """The beginning of a Windows program."""
    return b"MZ\x90\0" + bytes(60) + b"This program cannot be run in DOS mode.\r\n$" + bytes(200)
