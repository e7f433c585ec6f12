"""PDF of a composition: as long as its content, exact in millimetres, bars on whole dots. Called by ``render`` only.

reportlab is imported here and nowhere else, so a program that prints no PDF never pays for it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.barcodes import qr_matrix
from desktop.printing.layout import (
    DASH_DOTS,
    PDF_ADVANCE,
    BarBlock,
    Block,
    Composition,
    Line,
    QrBlock,
    Rule,
    Space,
    dash_starts,
)
from desktop.printing.papers import CELL_HEIGHT_DOTS, DOTS_PER_INCH, MM_PER_DOT
from desktop.printing.resources import FONT_BOLD, FONT_REGULAR, resource_file

if TYPE_CHECKING:
    from collections.abc import Iterable

_POINTS_PER_DOT = 72.0 / DOTS_PER_INCH
_BODY_DOTS = 20.0
_BASELINE_OF_CELL = 0.78
_CAP_HEIGHT = 0.714  # of Noto Sans Mono, in font heights
_LARGE_LEADING = 0.20  # white above and below the capitals of large text, in font heights
_TOP_DOTS = 36
_BOTTOM_DOTS = 40
_QR_CAPTION_GAP_DOTS = 18
_REGULAR = "LoketMono"
_BOLD = "LoketMonoBold"


def render_pdf(document: Composition) -> bytes:
    """One page with subset fonts; the same composition gives the same bytes.

    Raises:
        EnvironmentFault: ``print.resource_missing`` when the fonts are not installed.
    """
    _register_fonts()
    height_dots = _TOP_DOTS + sum(_height(block, document) for block in document.blocks) + _BOTTOM_DOTS
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(document.paper.width_mm * mm, height_dots * MM_PER_DOT * mm),
        invariant=1,
        pageCompression=1,
        lang=document.language,
        initialFontName=_REGULAR,  # type: ignore[arg-type]  # the stub says float; a name is meant
    )
    canvas.setTitle(document.title)
    canvas.setCreator("Loket")
    canvas.setViewerPreference("PrintScaling", "None")  # a slip is 1:1 or its bars leave the dots
    _Page(canvas, document, height_dots).draw()
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _register_fonts() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in ((_REGULAR, FONT_REGULAR), (_BOLD, FONT_BOLD)):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(resource_file("fonts", file))))


def _font_dots(line: Line, document: Composition) -> float:
    """Font height of a line; large text shrinks until it fits the width."""
    if not line.pdf_dots:
        return _BODY_DOTS
    widest = document.paper.dots / (PDF_ADVANCE * max(1, len(line.plain + line.bold)))
    return min(float(line.pdf_dots), widest)


def _height(block: Block, document: Composition) -> int:
    if isinstance(block, Line):
        if not block.pdf_dots:
            return document.advance_dots
        return round(_font_dots(block, document) * (_CAP_HEIGHT + 2 * _LARGE_LEADING))
    if isinstance(block, Space):
        return block.dots
    if isinstance(block, Rule):
        return block.thick_dots
    if isinstance(block, BarBlock):
        return block.height_dots
    below = 0 if block.caption_beside else 10 + len(block.caption_below) * document.advance_dots
    return block.size_modules * block.module_dots + below


class _Page:
    """Draws blocks from the top; all positions are whole dots from the upper left corner of the page."""

    def __init__(self, canvas: Canvas, document: Composition, height_dots: int) -> None:
        self._canvas = canvas
        self._document = document
        self._left = document.paper.margin_dots
        self._width = document.paper.dots
        self._height_dots = height_dots

    def draw(self) -> None:
        top = _TOP_DOTS
        for block in self._document.blocks:
            self._block(block, top)
            top += _height(block, self._document)

    def _block(self, block: Block, top: int) -> None:
        if isinstance(block, Line):
            self._line(block, top)
        elif isinstance(block, Rule):
            self._rule(block, top)
        elif isinstance(block, QrBlock):
            self._qr(block, top)
        elif isinstance(block, BarBlock):
            x = self._left + (self._width - block.code.width_modules * block.module_dots) // 2
            self._boxes(
                (x + start * block.module_dots, top, size * block.module_dots, block.height_dots)
                for start, size in _runs(bytes(char == "1" for char in block.code.modules()))
            )

    def _line(self, line: Line, top: int) -> None:
        font_dots = _font_dots(line, self._document)
        if line.pdf_dots:
            baseline = top + font_dots * (_CAP_HEIGHT + _LARGE_LEADING)
        else:
            leading = self._document.advance_dots - CELL_HEIGHT_DOTS
            baseline = top + leading / 2 + CELL_HEIGHT_DOTS * _BASELINE_OF_CELL
        length = len(line.plain) + len(line.bold)
        x = float(self._left)
        if line.centred:
            x += (self._width - length * font_dots * PDF_ADVANCE) / 2
        for text, font in ((line.plain, _REGULAR), (line.bold, _BOLD)):
            if text.strip():
                self._text(text, font, font_dots, x, baseline)
            x += len(text) * font_dots * PDF_ADVANCE

    def _text(self, text: str, font: str, font_dots: float, x: float, baseline: float) -> None:
        self._canvas.setFont(font, font_dots * _POINTS_PER_DOT)
        self._canvas.drawString(x * _POINTS_PER_DOT, (self._height_dots - baseline) * _POINTS_PER_DOT, text)

    def _rule(self, rule: Rule, top: int) -> None:
        if rule.dashed:
            starts = dash_starts(self._width)
            self._boxes((self._left + x, top, DASH_DOTS, rule.thick_dots) for x in starts)
        else:
            self._boxes([(self._left, top, self._width, rule.thick_dots)])

    def _qr(self, block: QrBlock, top: int) -> None:
        side = block.size_modules * block.module_dots
        x = self._left if block.caption_beside else self._left + (self._width - side) // 2
        dots = block.module_dots
        self._boxes(
            (x + start * dots, top + row * dots, size * dots, dots)
            for row, modules in enumerate(qr_matrix(block.text))
            for start, size in _runs(modules)
        )
        advance = self._document.advance_dots
        if block.caption_beside:
            caption_top = top + (side - len(block.caption_beside) * advance) // 2
            caption_x = x + side + _QR_CAPTION_GAP_DOTS
            for place, caption in enumerate(block.caption_beside):
                baseline = caption_top + place * advance + (advance - CELL_HEIGHT_DOTS) / 2
                baseline += CELL_HEIGHT_DOTS * _BASELINE_OF_CELL
                self._text(caption, _REGULAR, _BODY_DOTS, caption_x, baseline)
        else:
            for place, caption in enumerate(block.caption_below):
                self._line(Line(plain=caption, centred=True), top + side + 10 + place * advance)

    def _boxes(self, boxes: Iterable[tuple[int, int, int, int]]) -> None:
        """Fills rectangles given as left, top, width, height in dots, as one path."""
        path = self._canvas.beginPath()
        for left, top, width, height in boxes:
            bottom = self._height_dots - top - height
            path.rect(*(dots * _POINTS_PER_DOT for dots in (left, bottom, width, height)))
        self._canvas.drawPath(path, stroke=0, fill=1)


def _runs(modules: bytes) -> list[tuple[int, int]]:
    """Black runs as (start, length): one rectangle each, so no hair line shows between modules."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for place, module in enumerate((*modules, 0)):
        if module and start is None:
            start = place
        elif not module and start is not None:
            runs.append((start, place - start))
            start = None
    return runs
