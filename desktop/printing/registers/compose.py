"""A register becomes pages: heading on each, totals of the page and so far, page n of m. For ``render`` only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.printing.forms.marks import Block, Box, Mark, Page, Sheet, Stroke, Text
from desktop.printing.forms.measure import (
    BOLD,
    CAP_HEIGHT,
    MM_PER_PT,
    PLAIN,
    broken,
    fitted,
    line_mm,
    printable,
    register_fonts,
    width_mm,
)
from desktop.printing.registers.snapshots import AgendaSnapshot, RegisterSnapshot
from desktop.printing.registers.texts import day, moment, state_word, word

_HEAD_PT: Final = 6.5
_CELL_PT: Final = 7.5
_LEAST_PT: Final = 6.0
_TITLE_PT: Final = 11.0
_SMALL_PT: Final = 7.0
_INSET_MM: Final = 0.8
_TOTAL_MM: Final = 6.0
_FOOT_MM: Final = 4.0
_AGENDA_ROW_MM: Final = 6.5
_HANDOVER_ROW_MM: Final = 10.0  # room for a signature


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: code of its heading, its share of the width, and whether its text stands in the middle."""

    name: str
    share: float
    centred: bool = False


_AGENDA: Final = (
    _Column("no", 8, True), _Column("number", 25, True), _Column("received", 27, True),
    _Column("received_by", 26), _Column("service", 50), _Column("applicant", 50), _Column("nik", 31, True),
    _Column("promised", 27, True), _Column("state", 24), _Column("place", 23), _Column("note", 22),
)  # fmt: skip
_HANDOVER: Final = (
    _Column("no", 8, True), _Column("number", 25, True), _Column("documents", 62), _Column("pieces", 13, True),
    _Column("applicant", 50), _Column("nik", 31, True), _Column("collector", 46), _Column("handed", 27, True),
    _Column("clerk", 28), _Column("signature", 32),
)  # fmt: skip


def compose_register(register: RegisterSnapshot, sheet: Sheet) -> list[Page]:
    """The pages of a register on that sheet."""
    register_fonts()
    return _Composer(register, sheet).pages()


def register_title(register: RegisterSnapshot) -> str:
    """Title of the PDF."""
    return f"{word(_kind(register), register.language)} - {register.office}"


def _kind(register: RegisterSnapshot) -> str:
    return "agenda" if isinstance(register, AgendaSnapshot) else "handover"


def _cells(register: RegisterSnapshot) -> list[tuple[list[str], int]]:
    """Texts of each row in the order of its columns, and how many pieces it counts."""
    restricted = word("restricted", register.language)
    if isinstance(register, AgendaSnapshot):
        return [
            (
                [str(n), row.number, moment(row.received_local), row.received_by, row.service,
                 restricted if row.restricted else row.applicant, row.nik_masked,
                 moment(row.promised_local), state_word(row.state, register.language), row.place, row.note],
                0,
            )
            for n, row in enumerate(register.rows, start=1)
        ]  # fmt: skip
    proxy = word("by_proxy", register.language)
    who = [f"{row.collector} ({proxy})" if row.by_proxy else row.collector for row in register.rows]
    return [
        (
            [str(n), row.number, row.documents, str(row.pieces),
             restricted if row.restricted else row.applicant, row.nik_masked,
             who[n - 1], moment(row.handed_local), row.clerk, ""],
            row.pieces,
        )
        for n, row in enumerate(register.rows, start=1)
    ]  # fmt: skip


class _Composer:
    """Puts the rows of one register onto pages."""

    def __init__(self, register: RegisterSnapshot, sheet: Sheet) -> None:

        self._register = register
        self._language = register.language
        self._sheet = sheet
        self._agenda = isinstance(register, AgendaSnapshot)
        self._columns = _AGENDA if self._agenda else _HANDOVER
        total = sum(column.share for column in self._columns)
        self._widths = [column.share / total * sheet.inner_mm for column in self._columns]

    def pages(self) -> list[Page]:
        """All pages; the signatures stand below the last row, on a page of their own where there is no room."""
        head, heading, signatures = self._head(), self._heading(), self._signatures()
        top = head.height + heading.height
        room = self._sheet.height_mm - 2 * self._sheet.top_mm - _FOOT_MM - _TOTAL_MM
        pages: list[Page] = []
        counts: list[tuple[int, int]] = []
        y = room + 1
        for cells, pieces in _cells(self._register):
            block = self._row(cells)
            if y + block.height > room or not pages:
                pages.append(Page([(0.0, head), (head.height, heading)]))
                counts.append((0, 0))
                y = top
            pages[-1].placed.append((y, block))
            y += block.height
            counts[-1] = (counts[-1][0] + 1, counts[-1][1] + pieces)
        if not pages:
            pages, counts, y = [Page([(0.0, head), (head.height, heading)])], [(0, 0)], top
            nothing = self._line(word("empty", self._language), 1.0)
            pages[-1].placed.append((y, nothing))
            y += nothing.height
        files_before = pieces_before = 0
        bottoms = [max(t + block.height for t, block in page.placed) for page in pages]
        for page, bottom, (files, pieces) in zip(pages, bottoms, counts, strict=True):
            page.placed.append((bottom, self._totals(files, pieces, files_before, pieces_before)))
            files_before, pieces_before = files_before + files, pieces_before + pieces
        if bottoms[-1] + _TOTAL_MM + signatures.height > room + _TOTAL_MM:
            pages.append(Page([(0.0, head)]))
            bottoms.append(head.height - _TOTAL_MM)
        pages[-1].placed.append((bottoms[-1] + _TOTAL_MM, signatures))
        for number, page in enumerate(pages, start=1):
            foot = self._sheet.height_mm - 2 * self._sheet.top_mm - _FOOT_MM
            page.placed.append((foot, self._foot(number, len(pages))))
        return pages

    def _head(self) -> Block:

        register, language = self._register, self._language
        period = day(register.first_day, language)
        if register.last_day != register.first_day:
            period = word("period", language, first=period, last=day(register.last_day, language))
        marks: list[Mark] = []
        y = 0.0
        title = word(_kind(register), language).upper()
        for text, font, size in (
            (printable(register.office, PLAIN), PLAIN, 8.0),
            (title, BOLD, _TITLE_PT),
            (period, PLAIN, 8.0),
        ):
            y += line_mm(size)
            marks.append(Text(0, y - 1.0, text, font, size))
        return Block(y + 2.0, tuple(marks))

    def _heading(self) -> Block:

        texts = [
            broken(word(f"col_{column.name}", self._language), BOLD, _HEAD_PT, wide - 2 * _INSET_MM)
            for column, wide in zip(self._columns, self._widths, strict=True)
        ]
        step = line_mm(_HEAD_PT)
        height = max(len(lines) for lines in texts) * step + 2.0
        marks: list[Mark] = []
        x = 0.0
        for lines, wide in zip(texts, self._widths, strict=True):
            marks.append(Box(x, 0, wide, height, shaded=True))
            begin = (height - len(lines) * step) / 2
            for place, line in enumerate(lines):
                at = x + (wide - width_mm(line, BOLD, _HEAD_PT)) / 2
                base = begin + place * step + (step + CAP_HEIGHT * _HEAD_PT * MM_PER_PT) / 2
                marks.append(Text(at, base, line, BOLD, _HEAD_PT))
            x += wide
        return Block(height, tuple(marks))

    def _row(self, cells: list[str]) -> Block:

        height = _AGENDA_ROW_MM if self._agenda else _HANDOVER_ROW_MM
        fits: list[tuple[tuple[str, ...], float]] = []
        for text, wide in zip(cells, self._widths, strict=True):
            lines, size = fitted(
                printable(text, PLAIN), PLAIN, wide - 2 * _INSET_MM, size=_CELL_PT, least=_LEAST_PT, lines=2
            )
            fits.append((lines, size))
            height = max(height, len(lines) * line_mm(size) + 1.2)
        marks: list[Mark] = []
        x = 0.0
        for column, wide, (lines, size) in zip(self._columns, self._widths, fits, strict=True):
            marks.append(Box(x, 0, wide, height))
            step = line_mm(size)
            begin = (height - len(lines) * step) / 2
            for place, line in enumerate(lines):
                if line:
                    inset = (wide - width_mm(line, PLAIN, size)) / 2 if column.centred else _INSET_MM
                    base = begin + place * step + (step + CAP_HEIGHT * size * MM_PER_PT) / 2
                    marks.append(Text(x + inset, base, line, PLAIN, size))
            x += wide
        return Block(height, tuple(marks))

    def _totals(self, files: int, pieces: int, files_before: int, pieces_before: int) -> Block:
        name = "totals" if self._agenda else "totals_pieces"
        return self._line(
            word(
                name,
                self._language,
                files=files,
                pieces=pieces,
                all_files=files + files_before,
                all_pieces=pieces + pieces_before,
            ),
            0.0,
        )

    def _line(self, text: str, extra: float) -> Block:

        box = Box(0, 0, self._sheet.inner_mm, _TOTAL_MM + extra)
        return Block(_TOTAL_MM + extra, (box, Text(1.5, 4.1 + extra / 2, text, BOLD, _CELL_PT)))

    def _signatures(self) -> Block:

        register, language = self._register, self._language
        place = f"{printable(register.place, PLAIN)}, " if register.place else ""
        sides = (
            (0.22, "", word("head", language), register.head, f"NIP. {register.head_nip}".rstrip()),
            (
                0.78,
                place + day(register.printed_local.date(), language),
                word("keeper", language),
                register.keeper,
                "",
            ),
        )
        step = line_mm(8.0)
        line_y = 3.0 + 2 * step + 15.0
        marks: list[Mark] = []
        for share, first, second, name, below in sides:
            middle = share * self._sheet.inner_mm
            for text, y in (
                (first, 3.0 + 8.0 * MM_PER_PT),
                (second, 3.0 + step + 8.0 * MM_PER_PT),
                (printable(name, PLAIN), line_y - 0.9),
                (below, line_y + step),
            ):
                if text:
                    marks.append(Text(middle - width_mm(text, PLAIN, 8.0) / 2, y, text, PLAIN, 8.0))
            marks.append(Stroke(middle - 32.0, line_y, middle + 32.0, line_y, 0.5))
        return Block(line_y + step + 1.5, tuple(marks))

    def _foot(self, number: int, pages: int) -> Block:

        register = self._register
        printed = word(
            "printed", self._language, when=moment(register.printed_local), zone=register.zone_label
        ).rstrip()
        page = word("page", self._language, page=number, pages=pages)
        at = self._sheet.inner_mm - width_mm(page, PLAIN, _SMALL_PT)
        base = _FOOT_MM - 0.8
        return Block(
            _FOOT_MM, (Text(0, base, printed, PLAIN, _SMALL_PT), Text(at, base, page, PLAIN, _SMALL_PT))
        )
