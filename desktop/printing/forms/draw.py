"""Pages of marks become a PDF with embedded fonts, a title and a language. Called by ``render`` only."""

from __future__ import annotations

import io
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from desktop.printing.forms.marks import Bars, Box, Page, Sheet, Stroke, Text
from desktop.printing.forms.measure import ADVANCE, MM_PER_PT, PLAIN, register_fonts

_SHADE = 0xD3 / 255.0
_OUTLINE_PT = 0.5


def draw_pages(pages: list[Page], sheet: Sheet, *, title: str, language: str = "id") -> bytes:
    """The PDF; the same pages give the same bytes."""
    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(sheet.width_mm / MM_PER_PT, sheet.height_mm / MM_PER_PT),
        invariant=1,
        pageCompression=1,
        lang=language,
        initialFontName=PLAIN,  # type: ignore[arg-type]  # the stub says float; a name is meant
    )
    canvas.setTitle(title)
    canvas.setCreator("Loket")
    canvas.setViewerPreference("PrintScaling", "None")  # a box of 4 mm stays 4 mm
    for page in pages:
        _Drawn(canvas, sheet).page(page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


class _Drawn:
    """Draws one page: shades first, then outlines, bars and text, each kind in as few paths as can be."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self._canvas = canvas
        self._left = sheet.left_mm
        self._bottom = sheet.height_mm
        self._top = sheet.top_mm

    def page(self, page: Page) -> None:
        boxes: list[tuple[float, Box]] = []
        strokes: list[tuple[float, Stroke]] = []
        texts: list[tuple[float, Text]] = []
        bars: list[tuple[float, Bars]] = []
        for top, mark in page.marks():
            if isinstance(mark, Text):
                texts.append((top, mark))
            elif isinstance(mark, Box):
                boxes.append((top, mark))
            elif isinstance(mark, Stroke):
                strokes.append((top, mark))
            else:
                bars.append((top, mark))
        self._boxes(boxes)
        self._strokes(strokes)
        for top, code in bars:
            self._bars(top, code)
        self._texts(texts)

    def _x(self, x: float) -> float:
        return (self._left + x) / MM_PER_PT

    def _y(self, y: float) -> float:
        return (self._bottom - self._top - y) / MM_PER_PT

    def _boxes(self, boxes: list[tuple[float, Box]]) -> None:
        canvas = self._canvas
        canvas.setLineWidth(_OUTLINE_PT)
        for shaded in (True, False):
            path = canvas.beginPath()
            found = False
            for top, box in boxes:
                if box.shaded if shaded else box.outlined:
                    found = True
                    path.rect(
                        self._x(box.x), self._y(top + box.y + box.h), box.w / MM_PER_PT, box.h / MM_PER_PT
                    )
            if found:
                canvas.setFillGray(_SHADE)
                canvas.drawPath(path, stroke=0 if shaded else 1, fill=1 if shaded else 0)
        canvas.setFillGray(0)

    def _strokes(self, strokes: list[tuple[float, Stroke]]) -> None:
        for width, group in groupby(sorted(strokes, key=lambda one: one[1].pt), key=lambda one: one[1].pt):
            self._canvas.setLineWidth(width)
            path = self._canvas.beginPath()
            for top, stroke in group:
                path.moveTo(self._x(stroke.x1), self._y(top + stroke.y1))
                path.lineTo(self._x(stroke.x2), self._y(top + stroke.y2))
            self._canvas.drawPath(path, stroke=1, fill=0)

    def _bars(self, top: float, code: Bars) -> None:
        path = self._canvas.beginPath()
        at = 0
        for module, run in groupby(code.modules):
            size = len(list(run))
            if module == "1":
                path.rect(
                    self._x(code.x + at * code.module_mm),
                    self._y(top + code.y + code.height),
                    size * code.module_mm / MM_PER_PT,
                    code.height / MM_PER_PT,
                )
            at += size
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _texts(self, texts: list[tuple[float, Text]]) -> None:
        canvas = self._canvas
        for top, mark in texts:
            if mark.turned:
                canvas.saveState()
                canvas.translate(self._x(mark.x), self._y(top + mark.y))
                canvas.rotate(90)
                canvas.setFont(mark.font, mark.size)
                canvas.drawString(0, 0, mark.text)
                canvas.restoreState()
                continue
            line = canvas.beginText(self._x(mark.x), self._y(top + mark.y))
            line.setFont(mark.font, mark.size)
            if mark.pitch_mm:
                line.setCharSpace(mark.pitch_mm / MM_PER_PT - ADVANCE * mark.size)
            line.textOut(mark.text)
            if mark.pitch_mm:
                line.setCharSpace(0)  # it would stay for all that follows
            canvas.drawText(line)
