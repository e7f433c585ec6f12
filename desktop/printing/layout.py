"""The one composition of a slip: blocks from top to bottom, already broken into lines, that both renderers draw.

A block says what stands there and how large; lengths are printer dots. Only the renderers know bytes or PDF.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from desktop.domain.errors import UserError
from desktop.printing.barcodes import Code128, plan_code128, qr_module_dots, qr_size_modules
from desktop.printing.papers import CELL_WIDTH_DOTS, Paper
from desktop.printing.snapshots import SlipSnapshot
from desktop.printing.templates import LargeText, Section, SlipTemplate, slip_template
from desktop.printing.texts import printed_date, printed_text, printed_time
from desktop.printing.wrapping import pair, to_ascii, wrap

DASH_DOTS = 8
PDF_ADVANCE = 0.6
"""Width of a character of Noto Sans Mono, in font heights."""

_BOX = "[ ] "
_CAPTION_GAP_DOTS = 18
_CAPTION_MIN_COLUMNS = 12


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


Block: TypeAlias = Line | Rule | Space | QrBlock | BarBlock


@dataclass(frozen=True, slots=True)
class Composition:
    """A document ready to draw.

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
    codes: tuple[Literal["code128", "qr"], ...]


class _SlipComposer:
    """Collects the blocks of one slip, section by section, in the order of its template."""

    def __init__(self, slip: SlipSnapshot, paper: Paper) -> None:
        self._slip = slip
        self._paper = paper
        self._template: SlipTemplate = slip_template(slip.template_version)
        self._clean: Callable[[str], str] = to_ascii if paper.escpos else _printable
        self.blocks: list[Block] = []
        self.codes: list[Literal["code128", "qr"]] = []

    def compose(self) -> None:
        parts: dict[Section, Callable[[], None]] = {
            "copy": self._copy,
            "office": self._office,
            "number": self._number,
            "facts": self._facts,
            "bring": self._bring,
            "codes": self._codes,
            "foot": self._foot,
        }
        for section in self._template.sections:
            parts[section]()

    def _text(self, code: str, **arguments: object) -> str:
        return self._clean(printed_text(code, self._slip.language, **arguments))

    def _gap(self) -> None:
        self.blocks.append(Space(self._template.line.gap_dots))

    def _thick_rule(self) -> None:
        self._gap()
        self.blocks.append(Rule(self._template.line.thick_rule_dots))
        self._gap()

    def _dashes(self) -> None:
        self._gap()
        self.blocks.append(Rule(self._template.line.dash_dots, dashed=True))
        self._gap()

    def _centred(self, text: str, *, bold: bool = False) -> None:
        for line in _balanced(text, self._paper.columns):
            self.blocks.append(Line(bold=line, centred=True) if bold else Line(plain=line, centred=True))

    def _left(self, text: str, *, indent: int = 0, bold: bool = False) -> None:
        for line in wrap(text, self._paper.columns, indent):
            self.blocks.append(Line(bold=line) if bold else Line(plain=line))

    def _pair(self, label: str, value: str) -> None:
        for left, right in pair(label, value, self._paper.columns):
            self.blocks.append(Line(plain=left, bold=right))

    def _large(self, text: str, large: LargeText) -> None:
        """Centred bold text at the first size where it takes at most two lines and no word is cut."""
        columns = self._paper.columns
        if self._paper.escpos:
            sizes = [(times, times, columns // times, 0) for times in range(large.escpos_times, 1, -1)]
            sizes.append((1, 2, columns, 0))
        else:
            sizes = [
                (1, 1, int(self._paper.dots / (PDF_ADVANCE * dots)), dots)
                for dots in (large.pdf_dots, large.pdf_dots * 4 // 5, large.pdf_dots * 2 // 3)
            ]
        longest_word = max((len(word) for word in text.split()), default=0)
        fitting = (size for size in sizes if longest_word <= size[2] and len(wrap(text, size[2])) <= 2)
        times_x, times_y, room, pdf_dots = next(fitting, sizes[-1])
        for line in _balanced(text, room):
            self.blocks.append(
                Line(bold=line, centred=True, times_x=times_x, times_y=times_y, pdf_dots=pdf_dots)
            )

    def _copy(self) -> None:
        slip = self._slip
        if slip.copy_number == 0:
            return
        self._large(self._text("slip.copy", copy=slip.copy_number), self._template.copy)
        if slip.copied_by:
            self._centred(self._text("slip.copied_by", name=slip.copied_by))
        if slip.copied_local is not None:
            date = printed_date(slip.copied_local, slip.language)
            time = printed_time(slip.copied_local, slip.zone_label, slip.language)
            self._centred(self._text("slip.copied_at", date=date, time=time))
        self._dashes()

    def _office(self) -> None:
        self._centred(self._clean(self._slip.office.upper()), bold=True)
        if self._slip.address:
            self._centred(self._clean(self._slip.address))
        self._thick_rule()

    def _number(self) -> None:
        heading = "slip.heading_priority" if self._slip.priority else "slip.heading"
        self._centred(self._text(heading))
        self._large(self._clean(self._slip.number), self._template.number)
        self._large(self._clean(self._slip.service), self._template.service)
        self._dashes()

    def _facts(self) -> None:
        slip = self._slip
        self._pair(
            self._clean(printed_date(slip.issued_local, slip.language)),
            self._clean(printed_time(slip.issued_local, slip.zone_label, slip.language)),
        )
        if slip.slot_local is not None:
            time = printed_time(slip.slot_local, slip.zone_label, slip.language)
            self._pair(self._text("slip.appointment"), self._clean(time))
        if slip.people_ahead is not None:
            self._pair(self._text("slip.people_ahead"), str(slip.people_ahead))
        if slip.wait_low_min is not None and slip.wait_high_min is not None:
            code = "slip.wait_single" if slip.wait_low_min == slip.wait_high_min else "slip.wait_range"
            value = self._text(code, low=slip.wait_low_min, high=slip.wait_high_min)
            self._pair(self._text("slip.wait"), value)

    def _bring(self) -> None:
        if not self._slip.bring:
            return
        self._dashes()
        self._left(self._text("slip.bring"), bold=True)
        for item in self._slip.bring:
            self._left_item(self._clean(item))

    def _left_item(self, item: str) -> None:
        lines = wrap(item, self._paper.columns - len(_BOX))
        for place, line in enumerate(lines):
            self.blocks.append(Line(plain=(_BOX if place == 0 else " " * len(_BOX)) + line))

    def _codes(self) -> None:
        """Both codes and the text of them; a Code128 that does not fit is left to the QR code."""
        paper, slip, measures = self._paper, self._slip, self._template
        qr_dots = qr_module_dots(slip.code, paper.dots)
        code128 = plan_code128(slip.code)
        bar_dots = code128.module_dots(paper.dots, paper.bar_module_dots)
        if qr_dots is None and bar_dots is None:
            raise UserError("print.code_unprintable")
        self._dashes()
        if qr_dots is not None:
            self.blocks.append(Space(measures.line.code_gap_dots - measures.line.gap_dots))
            self.blocks.append(self._qr_block(qr_dots))
            self.codes.append("qr")
        if bar_dots is not None:
            narrow = paper.dots < 500
            height = measures.codes.bar_height_58_dots if narrow else measures.codes.bar_height_80_dots
            self.blocks.append(Space(measures.line.code_gap_dots))
            self.blocks.append(BarBlock(code128, bar_dots, height))
            self.codes.append("code128")
        self.blocks.append(Space(4))
        self._centred(self._clean(slip.code), bold=True)

    def _qr_block(self, module_dots: int) -> QrBlock:
        size = qr_size_modules(self._slip.code)
        caption = self._text("slip.show_code")
        room_dots = self._paper.dots - size * module_dots - _CAPTION_GAP_DOTS
        columns = room_dots // CELL_WIDTH_DOTS
        return QrBlock(
            text=self._slip.code,
            size_modules=size,
            module_dots=module_dots,
            # Short lines read better beside the code than one that runs to the edge.
            caption_beside=tuple(wrap(caption, min(columns, 20))) if columns >= _CAPTION_MIN_COLUMNS else (),
            caption_below=tuple(_balanced(caption, self._paper.columns)),
        )

    def _foot(self) -> None:
        slip = self._slip
        if not (slip.free or slip.fee_text or slip.hotline):
            return
        self._thick_rule()
        if slip.free:
            self._centred(self._text("slip.free"), bold=True)
        elif slip.fee_text:
            self._centred(self._text("slip.fee", fee=slip.fee_text), bold=True)
        if slip.hotline:
            self._centred(self._text("slip.complaints", hotline=slip.hotline))


def _balanced(text: str, columns: int) -> list[str]:
    """As few lines as ``wrap`` needs, of about equal length."""
    lines = wrap(text, columns)
    for narrower in range(columns - 1, 0, -1):
        tried = wrap(text, narrower)
        if len(tried) > len(lines) or any(len(word) > narrower for word in text.split()):
            break
        lines = tried
    return lines


def dash_starts(width_dots: int) -> list[int]:
    """Left ends of the dashes of a dashed rule: the first and the last dash touch the edges."""
    gaps = max(1, round((width_dots - DASH_DOTS) / 12))
    return [round(place * (width_dots - DASH_DOTS) / gaps) for place in range(gaps + 1)]


def _printable(text: str) -> str:
    """A PDF keeps accents; only control characters go."""
    return "".join(char if char.isprintable() else " " for char in text)


def compose_slip(slip: SlipSnapshot, paper: Paper) -> Composition:
    """Lays a slip out for one paper.

    Raises:
        EnvironmentFault: ``print.template`` when its template version is not installed.
        UserError: ``print.code_unprintable`` when neither code fits.
    """
    composer = _SlipComposer(slip, paper)
    composer.compose()
    return Composition(
        title=printed_text("slip.title", slip.language, number=slip.number),
        language=slip.language,
        paper=paper,
        advance_dots=slip_template(slip.template_version).line.advance_dots,
        blocks=tuple(composer.blocks),
        codes=tuple(composer.codes),
    )
