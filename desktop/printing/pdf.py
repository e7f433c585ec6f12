"""PDF of compositions: exact in millimetres, bars on whole dots of a roll. Called by ``render`` only.

A roll is as long as its content; a page has its size and one or more columns. reportlab is imported here and in
the sheets and forms only, so a program that prints no PDF never pays for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.barcodes import qr_matrix
from desktop.printing.blocks import (
    BODY_DOTS,
    CAP_HEIGHT,
    DASH_DOTS,
    FRAME_PAD_DOTS,
    LARGE_LEADING,
    PDF_ADVANCE,
    BarBlock,
    Block,
    Composition,
    Drawing,
    Frame,
    Line,
    QrBlock,
    Rule,
    dash_starts,
    font_dots,
    height_dots,
)
from desktop.printing.pages import Column, Page
from desktop.printing.papers import CELL_HEIGHT_DOTS, DOTS_PER_INCH, MM_PER_DOT
from desktop.printing.resources import FONT_BOLD, FONT_REGULAR, resource_file

_POINTS_PER_DOT = 72.0 / DOTS_PER_INCH
_BASELINE_OF_CELL = 0.78
_TOP_DOTS = 36
_BOTTOM_DOTS = 40
_QR_CAPTION_GAP_DOTS = 18
_REGULAR = "LoketMono"
_BOLD = "LoketMonoBold"


def render_pdf(*documents: Composition) -> bytes:
    """One page a composition with subset fonts; the same compositions give the same bytes.

    Raises:
        EnvironmentFault: ``print.resource_missing`` when the fonts are not installed.
    """
    first = documents[0]
    return render_pages([_roll_page(one) for one in documents], first.title, first.language)


def render_pages(pages: Sequence[Page], title: str, language: str) -> bytes:
    """Pages of any size in one document.

    Raises:
        EnvironmentFault: ``print.resource_missing`` when the fonts are not installed.
    """
    _register_fonts()
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(pages[0].width_mm * mm, pages[0].height_mm * mm),
        invariant=1,
        pageCompression=1,
        lang=language,
        initialFontName=_REGULAR,  # type: ignore[arg-type]  # the stub says float; a name is meant
    )
    canvas.setTitle(title)
    canvas.setCreator("Loket")
    canvas.setViewerPreference("PrintScaling", "None")  # a slip is 1:1 or its bars leave the dots
    for page in pages:
        canvas.setPageSize((page.width_mm * mm, page.height_mm * mm))
        for column in page.columns:
            _ColumnDrawer(canvas, page, column).draw()
        for height_mm in page.cuts_mm:
            _cut_line(canvas, page, height_mm)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _roll_page(document: Composition) -> Page:
    paper = document.paper
    height = sum(height_dots(block, paper.dots, document.advance_dots) for block in document.blocks)
    return Page(
        width_mm=paper.width_mm,
        height_mm=(_TOP_DOTS + height + _BOTTOM_DOTS) * MM_PER_DOT,
        columns=(
            Column(
                left_mm=paper.margin_dots * MM_PER_DOT,
                top_mm=_TOP_DOTS * MM_PER_DOT,
                width_dots=paper.dots,
                advance_dots=document.advance_dots,
                blocks=document.blocks,
            ),
        ),
    )


def _cut_line(canvas: Canvas, page: Page, height_mm: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 4)
    canvas.line(0, (page.height_mm - height_mm) * mm, page.width_mm * mm, (page.height_mm - height_mm) * mm)
    canvas.restoreState()


def _register_fonts() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in ((_REGULAR, FONT_REGULAR), (_BOLD, FONT_BOLD)):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(resource_file("fonts", file))))


class _ColumnDrawer:
    """Draws blocks from the top; positions are whole dots from the upper left corner of the column."""

    def __init__(self, canvas: Canvas, page: Page, column: Column) -> None:
        self._canvas = canvas
        self._column = column
        self._unit = _POINTS_PER_DOT * column.scale
        self._x0 = column.left_mm * mm
        self._y0 = (page.height_mm - column.top_mm) * mm
        self._width = column.width_dots

    def draw(self) -> None:
        top = 0
        for block in self._column.blocks:
            self._block(block, top)
            top += self._height(block)

    def _height(self, block: Block) -> int:
        return height_dots(block, self._width, self._column.advance_dots)

    def _block(self, block: Block, top: int) -> None:
        if isinstance(block, Line):
            self._line(block, top)
        elif isinstance(block, Rule):
            self._rule(block, top)
        elif isinstance(block, QrBlock):
            self._qr(block, top)
        elif isinstance(block, BarBlock):
            x = (self._width - block.code.width_modules * block.module_dots) // 2
            self._boxes(
                (x + start * block.module_dots, top, size * block.module_dots, block.height_dots)
                for start, size in _runs(bytes(char == "1" for char in block.code.modules()))
            )
        elif isinstance(block, Frame):
            self._frame(block, top)
        elif isinstance(block, Drawing):
            self._drawing(block, top)

    def _line(self, line: Line, top: int) -> None:
        height = font_dots(line, self._width)
        if line.pdf_dots:
            baseline = top + height * (CAP_HEIGHT + LARGE_LEADING)
        else:
            leading = self._column.advance_dots - CELL_HEIGHT_DOTS
            baseline = top + leading / 2 + CELL_HEIGHT_DOTS * _BASELINE_OF_CELL
        x = 0.0
        if line.centred:
            length = len(line.plain) + len(line.bold)
            x += (self._width - length * height * PDF_ADVANCE) / 2
        for text, font in ((line.plain, _REGULAR), (line.bold, _BOLD)):
            if text.strip():
                self._text(text, font, height, x, baseline)
            x += len(text) * height * PDF_ADVANCE

    def _text(self, text: str, font: str, height: float, x: float, baseline: float) -> None:
        self._canvas.setFont(font, height * self._unit)
        self._canvas.drawString(self._x0 + x * self._unit, self._y0 - baseline * self._unit, text)

    def _rule(self, rule: Rule, top: int) -> None:
        if rule.dashed:
            self._boxes((x, top, DASH_DOTS, rule.thick_dots) for x in dash_starts(self._width))
        else:
            self._boxes([(0, top, self._width, rule.thick_dots)])

    def _frame(self, frame: Frame, top: int) -> None:
        thick, height = frame.thick_dots, self._height(frame)
        self._boxes(
            [
                (0, top, self._width, thick),
                (0, top + height - thick, self._width, thick),
                # Not over the corners: overlapping boxes of one path would leave them white.
                (0, top + thick, thick, height - 2 * thick),
                (self._width - thick, top + thick, thick, height - 2 * thick),
            ]
        )
        line_top = top + thick + FRAME_PAD_DOTS
        for line in frame.lines:
            self._line(line, line_top)
            line_top += self._height(line)

    def _drawing(self, drawing: Drawing, top: int) -> None:
        self._canvas.setLineWidth(drawing.ink_dots * self._unit)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        path = self._canvas.beginPath()
        for stroke in drawing.strokes:
            for place, (x, y) in enumerate(stroke):
                point = (self._x0 + x * self._unit, self._y0 - (top + y) * self._unit)
                if place == 0:
                    path.moveTo(*point)
                    path.lineTo(*point)
                else:
                    path.lineTo(*point)
        self._canvas.drawPath(path, stroke=1, fill=0)

    def _qr(self, block: QrBlock, top: int) -> None:
        side = block.size_modules * block.module_dots
        x = 0 if block.caption_beside else (self._width - side) // 2
        dots = block.module_dots
        self._boxes(
            (x + start * dots, top + row * dots, size * dots, dots)
            for row, modules in enumerate(qr_matrix(block.text))
            for start, size in _runs(modules)
        )
        advance = self._column.advance_dots
        if block.caption_beside:
            caption_top = top + (side - len(block.caption_beside) * advance) // 2
            caption_x = x + side + _QR_CAPTION_GAP_DOTS
            for place, caption in enumerate(block.caption_beside):
                baseline = caption_top + place * advance + (advance - CELL_HEIGHT_DOTS) / 2
                baseline += CELL_HEIGHT_DOTS * _BASELINE_OF_CELL
                self._text(caption, _REGULAR, BODY_DOTS, caption_x, baseline)
        else:
            for place, caption in enumerate(block.caption_below):
                self._line(Line(plain=caption, centred=True), top + side + 10 + place * advance)

    def _boxes(self, boxes: Iterable[tuple[int, int, int, int]]) -> None:
        """Fills rectangles given as left, top, width, height in dots, as one path."""
        path = self._canvas.beginPath()
        unit, x0, y0 = self._unit, self._x0, self._y0
        for left, top, width, height in boxes:
            path.rect(x0 + left * unit, y0 - (top + height) * unit, width * unit, height * unit)
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
