"""ESC/POS bytes of a composition. Our own small builder: it sends only commands that cheap printers know too.

Text is ASCII and already broken into lines, so no code page is chosen and the printer never folds a line. Called by
``render``; the reply probe is understood by ``adapters.tcp_escpos``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.printing.barcodes import qr_matrix
from desktop.printing.blocks import (
    DASH_DOTS,
    BarBlock,
    Block,
    Composition,
    Drawing,
    Frame,
    Line,
    QrBlock,
    Rule,
    Space,
    dash_starts,
)

ESC = b"\x1b"
GS = b"\x1d"
INITIALISE = ESC + b"@"
REPLY_PROBE = GS + b"r\x01"
"""Asks for the paper sensor. It is answered in order, so an answer proves that all before it was worked through."""

_BAND_ROWS = 128


@dataclass(frozen=True, slots=True)
class EscposProfile:
    """What a printer model can do; found by the test page, kept in its settings.

    Attributes:
        cutter: it cuts; else the paper is fed out to be torn.
        native_bars: it knows ``GS k 73`` (Code128); else bars are sent as an image.
        native_qr: it knows ``GS ( k``; else the QR code is sent as an image.
        tear_feed_lines: lines fed before tearing where there is no cutter, 0 to 20.
        probe: ask for a reply at the end.
    """

    cutter: bool = True
    native_bars: bool = True
    native_qr: bool = True
    tear_feed_lines: int = 4
    probe: bool = True


DEFAULT_PROFILE = EscposProfile()


def render_escpos(document: Composition, profile: EscposProfile = DEFAULT_PROFILE) -> bytes:
    """The bytes of one document, from reset to cut."""
    return render_escpos_papers((document,), profile)


def render_escpos_papers(documents: Sequence[Composition], profile: EscposProfile = DEFAULT_PROFILE) -> bytes:
    """The bytes of papers that come out one after the other, each cut; the reply is asked for once, at the end."""
    data = bytearray()
    for place, document in enumerate(documents, start=1):
        builder = _Builder(document, profile)
        for block in document.blocks:
            builder.add(block)
        builder.finish(last=place == len(documents))
        data += builder.data
    return bytes(data)


class _Builder:
    """Writes commands, leaving out those that would change nothing."""

    def __init__(self, document: Composition, profile: EscposProfile) -> None:
        self._profile = profile
        self._dots = document.paper.dots
        self._centred = False
        self._bold = False
        self._size = 0
        self.data = bytearray(INITIALISE + ESC + b"3" + bytes([document.advance_dots]))

    def add(self, block: Block) -> None:
        if isinstance(block, Line):
            self._line(block)
        elif isinstance(block, Space):
            self._feed(block.dots)
        elif isinstance(block, Rule):
            self._align(False)
            self.data += _rule(block, self._dots)
        elif isinstance(block, QrBlock):
            self._qr(block)
        elif isinstance(block, BarBlock):
            self._bars(block)
        elif isinstance(block, Frame):
            self._frame(block)
        else:
            self._align(False)
            self._image(_strokes(block))

    def _frame(self, frame: Frame) -> None:
        """Upper and lower edge with their corners: text cannot stand between two lines on a thermal printer."""
        self._align(False)
        edge = _edge(self._dots, frame.thick_dots)
        self.data += _raster(list(edge))
        for line in frame.lines:
            self._line(line)
        self._align(False)
        self.data += _raster(list(reversed(edge)))

    def finish(self, *, last: bool) -> None:
        self._align(False)
        if self._profile.cutter:
            self.data += GS + b"V\x42\x18"  # feed to the knife and 24 dots more, partial cut
        else:
            self.data += ESC + b"d" + bytes([self._profile.tear_feed_lines])
        if self._profile.probe and last:
            self.data += REPLY_PROBE

    def _align(self, centred: bool) -> None:
        if centred != self._centred:
            self.data += ESC + b"a" + bytes([centred])
            self._centred = centred

    def _embolden(self, bold: bool) -> None:
        if bold != self._bold:
            self.data += ESC + b"E" + bytes([bold])
            self._bold = bold

    def _feed(self, dots: int) -> None:
        while dots > 0:
            self.data += ESC + b"J" + bytes([min(dots, 255)])
            dots -= 255

    def _line(self, line: Line) -> None:
        self._align(line.centred)
        size = (line.times_x - 1) << 4 | (line.times_y - 1)
        if size != self._size:
            self.data += GS + b"!" + bytes([size])
            self._size = size
        for text, bold in ((line.plain, False), (line.bold, True)):
            if text:
                self._embolden(bold)
                self.data += text.encode("ascii")
        self.data += b"\n"
        if self._size:
            self.data += GS + b"!\x00"
            self._size = 0
        self._embolden(False)

    def _qr(self, block: QrBlock) -> None:
        self._align(True)
        if self._profile.native_qr:
            store = block.text.encode("ascii")
            for function in (
                b"\x41\x32\x00",  # model 2
                b"\x43" + bytes([block.module_dots]),
                b"\x45\x31",  # error correction M, as on the PDF
                b"\x50\x30" + store,
                b"\x51\x30",
            ):
                size = len(function) + 1
                self.data += GS + b"(k" + bytes([size & 0xFF, size >> 8]) + b"\x31" + function
        else:
            rows = [_widen(row, block.module_dots) for row in qr_matrix(block.text)]
            self._image([row for row in rows for _ in range(block.module_dots)])
        self._feed(10)
        for caption in block.caption_below:
            self._line(Line(plain=caption, centred=True))

    def _bars(self, block: BarBlock) -> None:
        self._align(True)
        if self._profile.native_bars:
            native = block.code.native()
            self.data += GS + b"H\x00"  # no text of the printer's own below the bars
            self.data += GS + b"h" + bytes([block.height_dots])
            self.data += GS + b"w" + bytes([block.module_dots])
            self.data += GS + b"k\x49" + bytes([len(native)]) + native
        else:
            row = _widen(bytes(char == "1" for char in block.code.modules()), block.module_dots)
            self._image([row] * block.height_dots)

    def _image(self, rows: list[list[int]]) -> None:
        """Sends black and white rows in bands, which small printers can hold."""
        for start in range(0, len(rows), _BAND_ROWS):
            self.data += _raster([_pack(row) for row in rows[start : start + _BAND_ROWS]])


def _widen(modules: bytes, dots: int) -> list[int]:
    return [module for module in modules for _ in range(dots)]


def _pack(row: list[int]) -> bytes:
    padded = row + [0] * (-len(row) % 8)
    packed = bytearray(len(padded) // 8)
    for place, dot in enumerate(padded):
        if dot:
            packed[place // 8] |= 0x80 >> (place % 8)
    return bytes(packed)


def _raster(rows: list[bytes]) -> bytes:
    width = len(rows[0])
    head = bytes([width & 0xFF, width >> 8, len(rows) & 0xFF, len(rows) >> 8])
    return GS + b"v0\x00" + head + b"".join(rows)


@lru_cache(maxsize=16)
def _rule(rule: Rule, dots: int) -> bytes:
    """A rule as an image: characters leave gaps on some printers."""
    row = [int(not rule.dashed)] * dots
    for start in dash_starts(dots) if rule.dashed else ():
        row[start : start + DASH_DOTS] = [1] * DASH_DOTS
    return _raster([_pack(row)] * rule.thick_dots)


_CORNER_DOTS = 16


@lru_cache(maxsize=16)
def _edge(dots: int, thick_dots: int) -> tuple[bytes, ...]:
    """The upper edge of a frame and its two corners, row by row."""
    sides = [1] * thick_dots + [0] * (dots - 2 * thick_dots) + [1] * thick_dots
    return (_pack([1] * dots),) * thick_dots + (_pack(sides),) * (_CORNER_DOTS - thick_dots)


def _strokes(drawing: Drawing) -> list[list[int]]:
    """Ink on white: each stroke as small squares along its lines."""
    rows = [[0] * drawing.width_dots for _ in range(drawing.height_dots)]
    half = drawing.ink_dots // 2
    for stroke in drawing.strokes:
        for (x0, y0), (x1, y1) in zip(stroke, stroke[1:] or stroke[:1], strict=False):
            steps = max(abs(x1 - x0), abs(y1 - y0), 1)
            for step in range(steps + 1):
                x, y = x0 + (x1 - x0) * step // steps, y0 + (y1 - y0) * step // steps
                for row in range(max(0, y - half), min(drawing.height_dots, y + half + 1)):
                    for column in range(max(0, x - half), min(drawing.width_dots, x + half + 1)):
                        rows[row][column] = 1
    return rows
