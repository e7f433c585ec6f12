"""Text, facts and tables that flow over A4 or F4 pages, exact in millimetres. For ``sheets`` only.

Marks are collected page by page and drawn at the end, when the number of pages is known.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.papers import Paper
from desktop.printing.resources import resource_file
from desktop.printing.wrapping import printable

MARGIN_MM = 18.0
_FOOT_MM = 16.0
_PLAIN, _BOLD = "LoketSans", "LoketSansBold"
_FILES = ((_PLAIN, "NotoSans-Regular.ttf"), (_BOLD, "NotoSans-Bold.ttf"))
_MM_PER_PT = 25.4 / 72.0
_LEADING = 1.38

BODY_PT = 10.0
SMALL_PT = 8.5
TITLE_PT = 14.0

Mark = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; ``share`` of the width, ``right`` for numbers."""

    heading: str
    share: float
    right: bool = False


class SheetWriter:
    """Writes from the top of the first page; breaks pages where a line, a row or a group does not fit.

    Args:
        paper: its width and height are the page's.
        page_words: gives the words of the foot for (page, pages).
        foot: words at the left of every foot.
    """

    def __init__(self, paper: Paper, page_words: Callable[[int, int], str], foot: str) -> None:
        _register_fonts()
        self._width_mm = paper.width_mm
        self._height_mm = paper.height_mm or 297.0
        self._page_words = page_words
        self._foot = printable(foot)
        self._pages: list[list[Mark]] = [[]]
        self._y_mm = MARGIN_MM

    @property
    def width_mm(self) -> float:
        """Between the margins."""
        return self._width_mm - 2 * MARGIN_MM

    def space(self, height_mm: float) -> None:
        self._y_mm += height_mm

    def need(self, height_mm: float) -> None:
        """Turn the page unless this much fits."""
        if self._y_mm + height_mm > self._height_mm - MARGIN_MM - _FOOT_MM / 2 and self._pages[-1]:
            self._pages.append([])
            self._y_mm = MARGIN_MM

    def title(self, text: str, below: str = "") -> None:
        """Centred, with a smaller line below."""
        for words, font, size in ((text, _BOLD, TITLE_PT), (below, _PLAIN, BODY_PT)):
            for line in _broken(words, font, size, self.width_mm) if words else ():
                x_mm = (self._width_mm - _width_mm(line, font, size)) / 2
                self._put(line, font, size, x_mm)
        self.space(3)

    def head(self, office: str, address: str) -> None:
        """The office's head with a rule below."""
        self.title(office.upper(), address)
        self._y_mm -= 2
        self._rule(self._y_mm, 1.2)
        self.space(6)

    def heading(self, text: str) -> None:
        """A bold line that stays with what follows."""
        self.need(18)
        self.space(2.5)
        self._put(printable(text), _BOLD, BODY_PT + 1, MARGIN_MM)
        self.space(0.8)

    def paragraph(self, text: str, *, size: float = BODY_PT, bold: bool = False) -> None:
        font = _BOLD if bold else _PLAIN
        for line in _broken(text, font, size, self.width_mm):
            self._put(line, font, size, MARGIN_MM)
        self.space(1.5)

    def fact(self, label: str, value: str, *, label_mm: float = 48.0) -> None:
        """A label and its value beside it."""
        lines = _broken(value, _PLAIN, BODY_PT, self.width_mm - label_mm) or [""]
        labels = _broken(label, _PLAIN, BODY_PT, label_mm - 4)
        step_mm = BODY_PT * _LEADING * _MM_PER_PT
        self.need(step_mm * max(len(lines), len(labels)))
        top_mm = self._y_mm
        for place, line in enumerate(labels):
            self._text(line, _PLAIN, BODY_PT, MARGIN_MM, top_mm + place * step_mm)
        self._text(":", _PLAIN, BODY_PT, MARGIN_MM + label_mm - 3, top_mm)
        for place, line in enumerate(lines):
            self._text(line, _PLAIN, BODY_PT, MARGIN_MM + label_mm, top_mm + place * step_mm)
        self._y_mm = top_mm + step_mm * max(len(lines), len(labels))

    def table(self, columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> None:
        """Rows that grow with their longest cell; the heading comes again on every page."""
        total = sum(column.share for column in columns)
        widths = [self.width_mm * column.share / total for column in columns]
        rights = [column.right for column in columns]
        headings = [column.heading for column in columns]
        self._row(headings, widths, rights, _BOLD)
        for row in rows:
            pages = len(self._pages)
            self.need(self._row_mm(row, widths, _PLAIN))
            if len(self._pages) > pages:
                self._row(headings, widths, rights, _BOLD)
            self._row(row, widths, rights, _PLAIN)
        self.space(3)

    def signatures(self, blocks: Sequence[tuple[str, str]]) -> None:
        """(what, who) side by side, two or three in a line, with room to sign."""
        per_line = 3 if len(blocks) > 2 else 2
        width_mm = self.width_mm / per_line
        for start in range(0, len(blocks), per_line):
            self.need(38)
            top_mm = self._y_mm
            for place, (what, who) in enumerate(blocks[start : start + per_line]):
                x_mm = MARGIN_MM + place * width_mm
                room_mm = width_mm - 8
                y_mm = top_mm
                for line in _broken(what, _PLAIN, SMALL_PT, room_mm)[:2]:
                    self._text(line, _PLAIN, SMALL_PT, x_mm, y_mm)
                    y_mm += SMALL_PT * _LEADING * _MM_PER_PT
                self._line(x_mm, top_mm + 28, x_mm + room_mm, top_mm + 28, 0.5)
                y_mm = top_mm + 29.5
                for line in _broken(who, _BOLD, SMALL_PT, room_mm)[:2] if who else ():
                    self._text(line, _BOLD, SMALL_PT, x_mm, y_mm)
                    y_mm += SMALL_PT * _LEADING * _MM_PER_PT
            self._y_mm = top_mm + 38

    def mark(self, draw: Callable[[Canvas, float], None]) -> None:
        """Anything else on this page; it is given the canvas and the page's height in millimetres."""
        height_mm = self._height_mm
        self._pages[-1].append(lambda canvas: draw(canvas, height_mm))

    @property
    def y_mm(self) -> float:
        """Where the next line begins, from the top."""
        return self._y_mm

    def finish(self, title: str, language: str) -> bytes:
        """The PDF; the same content gives the same bytes."""
        target = io.BytesIO()
        size = (self._width_mm * mm, self._height_mm * mm)
        canvas = Canvas(
            target,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            lang=language,
            initialFontName=_PLAIN,  # type: ignore[arg-type]  # the stub says float; a name is meant
        )
        canvas.setTitle(title)
        canvas.setCreator("Loket")
        canvas.setViewerPreference("PrintScaling", "None")
        for place, marks in enumerate(self._pages, start=1):
            for mark in marks:
                mark(canvas)
            self._foot_of(canvas, place)
            canvas.showPage()
        canvas.save()
        return target.getvalue()

    def _foot_of(self, canvas: Canvas, page: int) -> None:
        words = self._page_words(page, len(self._pages))
        canvas.setFont(_PLAIN, 8)
        canvas.drawString(MARGIN_MM * mm, 10 * mm, self._foot)
        canvas.drawRightString((self._width_mm - MARGIN_MM) * mm, 10 * mm, words)

    def _row_mm(self, cells: Sequence[str], widths: Sequence[float], font: str) -> float:
        lines = max(
            len(_broken(cell, font, SMALL_PT, width - 3)) for cell, width in zip(cells, widths, strict=True)
        )
        return max(1, lines) * SMALL_PT * _LEADING * _MM_PER_PT + 1.6

    def _row(self, cells: Sequence[str], widths: Sequence[float], rights: Sequence[bool], font: str) -> None:
        height_mm = self._row_mm(cells, widths, font)
        self.need(height_mm)
        top_mm, x_mm = self._y_mm, MARGIN_MM
        step_mm = SMALL_PT * _LEADING * _MM_PER_PT
        for cell, width, right in zip(cells, widths, rights, strict=True):
            for place, line in enumerate(_broken(cell, font, SMALL_PT, width - 3)):
                indent = width - 1.5 - _width_mm(line, font, SMALL_PT) if right else 1.5
                self._text(line, font, SMALL_PT, x_mm + indent, top_mm + 0.8 + place * step_mm)
            x_mm += width
        if font == _BOLD:
            self._rule(top_mm, 0.8)
        self._y_mm = top_mm + height_mm
        self._rule(self._y_mm, 0.8 if font == _BOLD else 0.3)

    def _put(self, text: str, font: str, size: float, x_mm: float) -> None:
        step_mm = size * _LEADING * _MM_PER_PT
        self.need(step_mm)
        self._text(text, font, size, x_mm, self._y_mm)
        self._y_mm += step_mm

    def _text(self, text: str, font: str, size: float, x_mm: float, top_mm: float) -> None:
        baseline = (self._height_mm - top_mm) * mm - size

        def draw(canvas: Canvas) -> None:
            canvas.setFont(font, size)
            canvas.drawString(x_mm * mm, baseline, text)

        self._pages[-1].append(draw)

    def _rule(self, y_mm: float, thick_pt: float) -> None:
        self._line(MARGIN_MM, y_mm, self._width_mm - MARGIN_MM, y_mm, thick_pt)

    def _line(self, x0: float, y0: float, x1: float, y1: float, thick_pt: float) -> None:
        height = self._height_mm

        def draw(canvas: Canvas) -> None:
            canvas.setLineWidth(thick_pt)
            canvas.line(x0 * mm, (height - y0) * mm, x1 * mm, (height - y1) * mm)

        self._pages[-1].append(draw)


def _register_fonts() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES:
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(resource_file("fonts", file))))


def _width_mm(text: str, font: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, font, size) * _MM_PER_PT


def _broken(text: str, font: str, size: float, width_mm: float) -> list[str]:
    """Lines no wider than ``width_mm``, broken at blanks; a word is cut only where it alone is wider."""
    lines: list[str] = []
    for piece in text.split("\n"):
        line = ""
        for word in printable(piece).split():
            candidate = f"{line} {word}" if line else word
            if _width_mm(candidate, font, size) <= width_mm:
                line = candidate
                continue
            if line:
                lines.append(line)
            while _width_mm(word, font, size) > width_mm and len(word) > 1:
                cut = len(word) - 1
                while cut > 1 and _width_mm(word[:cut], font, size) > width_mm:
                    cut -= 1
                lines.append(word[:cut])
                word = word[cut:]
            line = word
        lines.append(line)
    return lines
