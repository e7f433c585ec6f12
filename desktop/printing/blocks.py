"""The blocks that a roll or a receipt is made of, their heights, and the writer that lays them out line by line.

A block says what stands there and how large; lengths are printer dots. Only the renderers know bytes or PDF.
For the layouts and renderers of this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from desktop.domain.errors import UserError
from desktop.printing.barcodes import Code128, plan_code128, qr_module_dots, qr_size_modules
from desktop.printing.papers import CELL_WIDTH_DOTS, Paper
from desktop.printing.templates import CodeMeasures, LargeText, LineMeasures
from desktop.printing.texts import printed_text
from desktop.printing.wrapping import balanced, pair, printable, to_ascii, wrap

DASH_DOTS = 8
PDF_ADVANCE = 0.6
"""Width of a character of Noto Sans Mono, in font heights."""

BODY_DOTS = 20.0
"""Height of the PDF's usual font."""

CAP_HEIGHT = 0.714
"""Of Noto Sans Mono, in font heights."""

LARGE_LEADING = 0.20
"""White above and below the capitals of large text, in font heights."""

FRAME_PAD_DOTS = 14
_FRAME_SIDE_COLUMNS = 2
_CAPTION_GAP_DOTS = 18
_CAPTION_MIN_COLUMNS = 12
_CAPTION_COLUMNS = 24

CodeName: TypeAlias = Literal["code128", "qr"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.

    Attributes:
        plain: regular part, printed first.
        bold: bold part, printed after it.
        centred: else at the left edge.
        times_x: width of a character, 1 to 8 times 12 dots.
        times_y: its height, 1 to 8 times 24 dots.
        pdf_dots: font height on the PDF for large text; 0 for the usual 20.
    """

    plain: str = ""
    bold: str = ""
    centred: bool = False
    times_x: int = 1
    times_y: int = 1
    pdf_dots: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line over the whole width."""

    thick_dots: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """White."""

    dots: int


@dataclass(frozen=True, slots=True)
class QrBlock:
    """A QR code at the left with a caption beside it; printers that cannot do that centre it above the caption."""

    text: str
    size_modules: int
    module_dots: int
    caption_beside: tuple[str, ...]
    caption_below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarBlock:
    """A Code128, centred."""

    code: Code128
    module_dots: int
    height_dots: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines in a box over the whole width; a thermal printer draws its four corners."""

    lines: tuple[Line, ...]
    thick_dots: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Ink strokes at the left: a signature from a pad.

    Attributes:
        strokes: points in dots from the upper left corner.
    """

    strokes: tuple[tuple[tuple[int, int], ...], ...]
    width_dots: int
    height_dots: int
    ink_dots: int = 3


Block: TypeAlias = Line | Rule | Space | QrBlock | BarBlock | Frame | Drawing


@dataclass(frozen=True, slots=True)
class Composition:
    """A document ready to draw on a roll.

    Attributes:
        title: for the PDF and for print queues.
        advance_dots: height of one line of text.
        codes: what a scanner reads on it, each kind once: ``code128``, ``qr``.
    """

    title: str
    language: Literal["id", "en"]
    paper: Paper
    advance_dots: int
    blocks: tuple[Block, ...]
    codes: tuple[CodeName, ...]


def font_dots(line: Line, width_dots: int) -> float:
    """Font height of a line on a PDF; large text shrinks until it fits the width."""
    if not line.pdf_dots:
        return BODY_DOTS
    widest = width_dots / (PDF_ADVANCE * max(1, len(line.plain + line.bold)))
    return min(float(line.pdf_dots), widest)


def height_dots(block: Block, width_dots: int, advance_dots: int) -> int:
    """Height of a block on a PDF whose column is ``width_dots`` wide."""
    if isinstance(block, Line):
        if not block.pdf_dots:
            return advance_dots
        return round(font_dots(block, width_dots) * (CAP_HEIGHT + 2 * LARGE_LEADING))
    if isinstance(block, Space):
        return block.dots
    if isinstance(block, Rule):
        return block.thick_dots
    if isinstance(block, (BarBlock, Drawing)):
        return block.height_dots
    if isinstance(block, Frame):
        inside = sum(height_dots(line, width_dots, advance_dots) for line in block.lines)
        return inside + 2 * (FRAME_PAD_DOTS + block.thick_dots)
    below = 0 if block.caption_beside else 10 + len(block.caption_below) * advance_dots
    return block.size_modules * block.module_dots + below


def dash_starts(width_dots: int) -> list[int]:
    """Left ends of the dashes of a dashed rule: the first and the last dash touch the edges."""
    gaps = max(1, round((width_dots - DASH_DOTS) / 12))
    return [round(place * (width_dots - DASH_DOTS) / gaps) for place in range(gaps + 1)]


class BlockWriter:
    """Collects the blocks of one document from top to bottom.

    Args:
        paper: the roll, or a column of a page.
        language: of every fixed text.
        line: measures of lines and rules.
    """

    def __init__(self, paper: Paper, language: str, line: LineMeasures) -> None:
        self.paper = paper
        self.language = language
        self.measures = line
        self.blocks: list[Block] = []
        self.codes: list[CodeName] = []
        self.clean: Callable[[str], str] = to_ascii if paper.escpos else printable

    def text(self, code: str, **arguments: object) -> str:
        """Fixed words, fit for this paper."""
        return self.clean(printed_text(code, self.language, **arguments))

    def gap(self) -> None:
        self.blocks.append(Space(self.measures.gap_dots))

    def thick_rule(self) -> None:
        self.gap()
        self.blocks.append(Rule(self.measures.thick_rule_dots))
        self.gap()

    def dashes(self) -> None:
        self.gap()
        self.blocks.append(Rule(self.measures.dash_dots, dashed=True))
        self.gap()

    def centred(self, text: str, *, bold: bool = False) -> None:
        for line in balanced(text, self.paper.columns):
            self.blocks.append(Line(bold=line, centred=True) if bold else Line(plain=line, centred=True))

    def left(self, text: str, *, indent: int = 0, bold: bool = False) -> None:
        for line in wrap(text, self.paper.columns, indent):
            self.blocks.append(Line(bold=line) if bold else Line(plain=line))

    def pair(self, label: str, value: str) -> None:
        for left, right in pair(label, value, self.paper.columns):
            self.blocks.append(Line(plain=left, bold=right))

    def item(self, mark: str, text: str) -> None:
        """A point of a list; later lines stand under its text."""
        for place, line in enumerate(wrap(text, self.paper.columns - len(mark))):
            self.blocks.append(Line(plain=(mark if place == 0 else " " * len(mark)) + line))

    def large(self, text: str, large: LargeText, *, centred: bool = True) -> None:
        """Bold text at the first size where it takes at most two lines and no word is cut."""
        self.blocks += self.large_lines(text, large, centred=centred)

    def large_lines(
        self, text: str, large: LargeText, *, centred: bool = True, narrower: int = 0
    ) -> list[Line]:
        """The lines of ``large``; ``narrower`` columns are left free at the sides."""
        columns = self.paper.columns - narrower
        width_dots = self.paper.dots - narrower * CELL_WIDTH_DOTS
        if self.paper.escpos:
            sizes = [(times, times, columns // times, 0) for times in range(large.escpos_times, 1, -1)]
            sizes.append((1, 2, columns, 0))
        else:
            sizes = [
                (1, 1, int(width_dots / (PDF_ADVANCE * dots)), dots)
                for dots in (large.pdf_dots, large.pdf_dots * 4 // 5, large.pdf_dots * 2 // 3)
            ]
        longest_word = max((len(word) for word in text.split()), default=0)
        fitting = (size for size in sizes if longest_word <= size[2] and len(wrap(text, size[2])) <= 2)
        times_x, times_y, room, pdf_dots = next(fitting, sizes[-1])
        return [
            Line(bold=line, centred=centred, times_x=times_x, times_y=times_y, pdf_dots=pdf_dots)
            for line in balanced(text, room)
        ]

    def frame(self, lines: Iterable[Line], thick_dots: int) -> None:
        self.blocks.append(Frame(tuple(lines), thick_dots))

    @property
    def frame_columns(self) -> int:
        """Characters on a line inside a frame."""
        return self.paper.columns - 2 * _FRAME_SIDE_COLUMNS

    def bars(self, code: str, measures: CodeMeasures) -> bool:
        """A Code128 where it fits; False leaves it to the QR code.

        Raises:
            UserError: ``print.code_unprintable`` for a code that is not printable ASCII.
        """
        code128 = plan_code128(code)
        module_dots = code128.module_dots(self.paper.dots, self.paper.bar_module_dots)
        if module_dots is None:
            return False
        narrow = self.paper.dots < 500
        height = measures.bar_height_58_dots if narrow else measures.bar_height_80_dots
        self.blocks.append(BarBlock(code128, module_dots, height))
        self.codes.append("code128")
        return True

    def qr(self, payload: str, caption: str, *, caption_columns: int = _CAPTION_COLUMNS) -> bool:
        """A QR code with its caption where it fits.

        Raises:
            UserError: ``print.code_unprintable`` for more than a code of version 6 holds.
        """
        module_dots = qr_module_dots(payload, self.paper.dots)
        if module_dots is None:
            return False
        size = qr_size_modules(payload)
        room_dots = self.paper.dots - size * module_dots - _CAPTION_GAP_DOTS
        columns = min(room_dots // CELL_WIDTH_DOTS, caption_columns)
        longest_word = max(len(word) for word in caption.split())
        beside = columns >= _CAPTION_MIN_COLUMNS and longest_word <= columns
        self.blocks.append(
            QrBlock(
                text=payload,
                size_modules=size,
                module_dots=module_dots,
                # Short lines read better beside the code than one that runs to the edge.
                caption_beside=tuple(wrap(caption, columns)) if beside else (),
                caption_below=tuple(balanced(caption, self.paper.columns)),
            )
        )
        self.codes.append("qr")
        return True

    def need_a_code(self) -> None:
        """Refuse a paper that no scanner could read.

        Raises:
            UserError: ``print.code_unprintable`` when neither code was placed.
        """
        if not self.codes:
            raise UserError("print.code_unprintable")
