"""Scans and photographs: what a file really is, told by its content and never by its name.

Pure; any layer may call it, but never on the UI thread: a file is decoded to the end. Three kinds are taken (PDF,
JPEG, PNG); everything else, and everything that hides something in one of them, is refused with a code. Pictures
of the pages are in ``desktop.domain.media_pictures``.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import UserError
from desktop.domain.media_pictures import PDFIUM

MAX_BYTES: Final = 10_000_000
"""The largest file taken, in bytes, where the office has not set another."""

MAX_PIXELS: Final = 60_000_000
"""The largest picture, in pixels: an A3 page scanned at 600 dpi has 70 million, at 400 dpi 31 million."""

MAX_PAGES: Final = 300

MEDIA_TYPES: Final = ("application/pdf", "image/jpeg", "image/png")
SUFFIXES: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

_MAX_INFLATED: Final = 400_000_000
"""What all streams of a PDF may grow to, in bytes."""

_MAX_GROWTH_STREAM: Final = 200_000_000
_MAX_OBJECTS: Final = 20_000_000
_PIECE: Final = 1_000_000

_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
                    b"\xca\xfe\xba\xbe", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00")  # fmt: skip
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
                    b"MSCF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # fmt: skip
_MARKUP: Final = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|body|\?php)", re.IGNORECASE)
_INSIDE_PROGRAM: Final = (b"This program cannot be run in DOS mode", b"\x7fELF", b"PE\x00\x00")

# Names of a PDF that make it do something or carry another file. They are long, so that chance cannot write them
# into compressed data; a script action cannot be written without its own.
_DEMANDS: Final = {
    b"JavaScript": "attachments.pdf_script",
    b"Launch": "attachments.pdf_launch",
    b"ImportData": "attachments.pdf_launch",
    b"SubmitForm": "attachments.pdf_launch",
    b"GoToE": "attachments.pdf_launch",
    b"EmbeddedFile": "attachments.pdf_carries",
    b"EmbeddedFiles": "attachments.pdf_carries",
    b"RichMedia": "attachments.pdf_carries",
    b"Encrypt": "attachments.pdf_encrypted",
}
_NAME: Final = re.compile(rb"/(" + b"|".join(sorted(_DEMANDS, reverse=True)) + rb")(?=[\s/<>\[\](){}%]|$)")
_HEX_IN_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_OPENS_ADDRESS: Final = re.compile(rb"/OpenAction\s*<<[^>]{0,400}?/URI")
_OPENS_OBJECT: Final = re.compile(rb"/OpenAction\s+(\d{1,9})\s+(\d{1,5})\s+R")
_STREAM: Final = re.compile(rb"stream\r?\n")
_OTHER_PACKING: Final = re.compile(rb"/(ASCIIHex|ASCII85|LZW|RunLength|AHx|A85|RL|Crypt)")
_AFTER_END: Final = re.compile(rb"\s*(\d+\s+\d+\s+obj\b|xref\b|%|startxref\b|$)")


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a file is.

    Attributes:
        media_type: one of `MEDIA_TYPES`.
        size_bytes: 1 or more.
        sha256: of the content, 64 hexadecimal digits.
        pages: 1 or more.
        width_px, height_px: of a picture; 0 for a PDF.
    """

    media_type: str
    size_bytes: int
    sha256: str
    pages: int = 1
    width_px: int = 0
    height_px: int = 0


def look_at(content: bytes, name: str = "", *, max_bytes: int = MAX_BYTES) -> MediaFacts:
    """Say what `content` is, or refuse it.

    Args:
        content: the whole file.
        name: as it came; only so that a text can say what its ending pretends.
        max_bytes: the office's limit, 1 or more.

    Raises:
        UserError: ``attachments.empty``; ``attachments.too_large`` (size_mb, most_mb);
            ``attachments.program``, ``attachments.archive``, ``attachments.markup``, ``attachments.unknown``
            (ending): not one of the three kinds; ``attachments.two_in_one``: something else is hidden in it;
            ``attachments.pdf_script``, ``attachments.pdf_launch``, ``attachments.pdf_carries``,
            ``attachments.pdf_encrypted``; ``attachments.broken`` (kind); ``attachments.too_many_pixels`` (most),
            ``attachments.too_many_pages`` (pages, most), ``attachments.bomb``.
    """
    check_size(len(content), max_bytes)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if content[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return _pdf(content)
    raise _not_taken(content, name)


def check_size(size_bytes: int, max_bytes: int = MAX_BYTES) -> None:
    """Refuse by size alone, before a file is read. Raises ``attachments.empty``, ``attachments.too_large``."""
    if size_bytes <= 0:
        raise UserError("attachments.empty")
    if size_bytes > max_bytes:
        # Rounded up, so that a text never says that 10 MB are more than 10 MB.
        size = -(-size_bytes // 100_000) / 10
        raise UserError("attachments.too_large", size_mb=size, most_mb=round(max_bytes / 1_000_000, 1))


def _not_taken(content: bytes, name: str) -> UserError:
    ending = name.rpartition(".")[2].lower()[:8] if "." in name else ""
    if content.startswith(_PROGRAMS):
        return UserError("attachments.program", ending=ending)
    if content.startswith(_ARCHIVES):
        return UserError("attachments.archive", ending=ending)
    if _MARKUP.search(content[:2048]):
        return UserError("attachments.markup", ending=ending)
    return UserError("attachments.unknown", ending=ending)


def _facts(media_type: str, content: bytes, pages: int = 1, size: tuple[int, int] = (0, 0)) -> MediaFacts:
    return MediaFacts(media_type, len(content), hashlib.sha256(content).hexdigest(), pages, *size)


# ---- pictures ----


def _png(content: bytes) -> MediaFacts:
    """Every chunk with its checksum, one image, nothing behind the end."""
    at = 8
    kinds: list[bytes] = []
    size = (0, 0)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise UserError("attachments.broken", kind="PNG")
        if zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            raise UserError("attachments.broken", kind="PNG")
        if not kinds:
            if kind != b"IHDR" or length != 13:
                raise UserError("attachments.broken", kind="PNG")
            size = struct.unpack_from(">II", content, at + 8)
            _check_pixels(*size)
        kinds.append(kind)
        at = end
        if kind == b"IEND":
            break
    if not kinds or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise UserError("attachments.broken", kind="PNG")
    if content[at:].strip(b"\0 \r\n"):
        raise UserError("attachments.two_in_one")
    _decode(content, "PNG")
    return _facts("image/png", content, size=size)


def _jpeg(content: bytes) -> MediaFacts:
    _check_tail(content, content.rfind(b"\xff\xd9"))
    return _facts("image/jpeg", content, size=_decode(content, "JPEG"))


def _check_tail(content: bytes, end: int) -> None:
    """Refuse a photograph that carries a program, an archive or a page behind its end.

    Telephones put a second picture or a short film there; those stay.
    """
    if end < 0:
        raise UserError("attachments.broken", kind="JPEG")
    # The first end mark of the main picture is not easily told from that of a preview inside it: everything after
    # the last one is looked at from its beginning, everything at all for what no photograph holds.
    tail = content[end + 2 :].lstrip(b"\0 \r\n")
    if (
        tail.startswith((*_PROGRAMS, *_ARCHIVES))
        or _MARKUP.search(tail[:2048])
        or _is_archive_at_end(content)
    ):
        raise UserError("attachments.two_in_one")
    if any(mark in tail for mark in _INSIDE_PROGRAM) or _INSIDE_PROGRAM[0] in content:
        raise UserError("attachments.two_in_one")


def _is_archive_at_end(content: bytes) -> bool:
    """Whether a ZIP's directory stands at the very end: such a file opens as an archive, whatever it begins with."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_600))
    if at < 0 or at + 22 > len(content):
        return False
    comment: int = struct.unpack_from("<H", content, at + 20)[0]
    return at + 22 + comment <= len(content) and b"PK\x01\x02" in content


def _check_pixels(width: int, height: int) -> None:
    if width <= 0 or height <= 0:
        raise UserError("attachments.broken", kind="PNG")
    if width * height > MAX_PIXELS:
        raise UserError("attachments.too_many_pixels", most=MAX_PIXELS // 1_000_000)


def _decode(content: bytes, kind: str) -> tuple[int, int]:
    """Decode to the last pixel; returns width and height."""
    from PIL import Image  # loaded with reportlab anyway, and only when a picture comes

    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            _check_pixels(*picture.size)
            picture.load()
            return picture.size
    except UserError:
        raise
    except Image.DecompressionBombError as error:
        raise UserError("attachments.too_many_pixels", most=MAX_PIXELS // 1_000_000) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, MemoryError) as error:
        # Whatever a decoder says of a picture, it is a picture that nobody can look at.
        raise UserError("attachments.broken", kind=kind) from error


# ---- PDF ----


def _pdf(content: bytes) -> MediaFacts:
    _check_ends(content)
    plain = _plain(content)
    _check_demands(plain)
    _check_object_streams(plain)
    packed = _packed_texts(content)
    if _opens_something(content, [plain, *packed]):
        raise UserError("attachments.pdf_launch")
    return _facts("application/pdf", content, pages=_pages_of(content))


def _check_ends(content: bytes) -> None:
    """A PDF ends where it says so, and nothing but another of its own parts follows an end."""
    if _MARKUP.search(content[:1024]):
        raise UserError("attachments.two_in_one")
    at = content.find(b"%%EOF")
    if at < 0:
        raise UserError("attachments.broken", kind="PDF")
    last = at
    while at >= 0:
        last = at
        if not _AFTER_END.match(content[at + 5 : at + 4096].lstrip(b"\0")):
            raise UserError("attachments.two_in_one")
        at = content.find(b"%%EOF", at + 5)
    if content[last + 5 :].strip(b"\0 \t\r\n\x1a"):
        raise UserError("attachments.broken", kind="PDF")  # a part that was added, and then cut off
    if _is_archive_at_end(content) or _INSIDE_PROGRAM[0] in content:
        raise UserError("attachments.two_in_one")


def _check_demands(plain: bytes) -> None:
    found = _NAME.search(plain)
    if found:
        raise UserError(_DEMANDS[found[1]])


def _plain(text: bytes) -> bytes:
    """Names as they are meant: ``/J#61vaScript`` is ``/JavaScript``."""
    return _HEX_IN_NAME.sub(lambda match: bytes([int(match[1], 16)]), text)


def _check_object_streams(plain: bytes) -> None:
    """Objects that lie in a stream must be packed in the one way that is looked into below."""
    for found in re.finditer(rb"/ObjStm", plain):
        begins = max(plain.rfind(b"obj", 0, found.start()), 0)
        ends = plain.find(b"stream", found.end())
        if _OTHER_PACKING.search(plain[begins:ends]):
            raise UserError("attachments.broken", kind="PDF")


def _packed_texts(content: bytes) -> list[bytes]:
    """Look into everything that is packed, and give back what is small enough to hold objects.

    Every place where a stream may begin is tried, whatever stands before it: a reader that is misled by a false
    beginning would miss the true one.
    """
    texts, total = [], 0
    for begins in _STREAM.finditer(content):
        text, size = _inflated(memoryview(content)[begins.end() :])
        total += size
        if total > _MAX_INFLATED:
            raise UserError("attachments.bomb")
        plain = _plain(text)
        _check_demands(plain)
        if plain:
            texts.append(plain)
    return texts


def _inflated(packed: memoryview) -> tuple[bytes, int]:
    """The first part of a packed stream that can hold objects, and how large all of it grows, in bytes."""
    unpacker, parts, size, rest = zlib.decompressobj(), [], 0, packed[:_PIECE]
    at = len(rest)
    try:
        while rest and not unpacker.eof:
            part = unpacker.decompress(rest, _PIECE)
            if size < _MAX_OBJECTS:
                parts.append(part)
            size += len(part)
            if size > _MAX_GROWTH_STREAM:
                raise UserError("attachments.bomb")
            rest = memoryview(unpacker.unconsumed_tail)
            if not rest:
                rest = packed[at : at + _PIECE]
                at += len(rest)
    except zlib.error:
        pass  # packed in another way, or broken: the reader that counts the pages decides
    return b"".join(parts), size


def _opens_something(content: bytes, texts: list[bytes]) -> bool:
    """Whether opening it goes to an address; scripts and programs were refused before."""
    for text in texts:
        if _OPENS_ADDRESS.search(text):
            return True
        for number, generation in _OPENS_OBJECT.findall(text):
            begins = re.search(rb"\b%s\s+%s\s+obj\b" % (number, generation), content)
            if begins and b"/URI" in content[begins.end() : content.find(b"endobj", begins.end())]:
                return True
    return False


def _pages_of(content: bytes) -> int:
    """How many pages, each of which can be loaded, the first of which can be drawn."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            if locked:
                raise UserError("attachments.pdf_encrypted") from error
            raise UserError("attachments.broken", kind="PDF") from error
        try:
            pages = len(document)
            if pages > MAX_PAGES:
                raise UserError("attachments.too_many_pages", pages=pages, most=MAX_PAGES)
            if pages < 1:
                raise UserError("attachments.broken", kind="PDF")
            for number in range(pages):
                page = document[number]
                if number == 0:
                    width, height = page.get_size()
                    page.render(scale=min(1.0, 200 / max(width, height, 1))).close()
                page.close()
            return pages
        except pypdfium2.PdfiumError as error:
            raise UserError("attachments.broken", kind="PDF") from error
        finally:
            document.close()
