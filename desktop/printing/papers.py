"""The papers a document can be printed on. For this package, and for settings that name one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from desktop.domain.errors import UserError

PaperKind: TypeAlias = Literal[
    "escpos58", "escpos80", "pdf58", "pdf80", "pdf_half_a4", "pdf_half_f4", "pdf_a4", "pdf_f4", "pdf_a3"
]

DOTS_PER_INCH = 203
"""Of nearly every thermal head sold here; 8 dots to the millimetre."""

MM_PER_DOT = 25.4 / DOTS_PER_INCH
CELL_WIDTH_DOTS = 12
CELL_HEIGHT_DOTS = 24


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll, or a page of fixed size.

    Attributes:
        kind: its name in settings.
        width_mm: of the roll or the page.
        dots: printable width; of a page, the width of one column.
        bar_module_dots: preferred width of the narrowest bar.
        escpos: printer commands, not a PDF.
        height_mm: of the page; None for a roll, which is as long as its content.
    """

    kind: PaperKind
    width_mm: float
    dots: int
    bar_module_dots: int
    escpos: bool
    height_mm: float | None = None

    @property
    def columns(self) -> int:
        """Characters of 12 dots on a line."""
        return self.dots // CELL_WIDTH_DOTS

    @property
    def margin_dots(self) -> int:
        """White at the left of a roll, in whole dots so that bars stay on the dot grid."""
        return int((self.width_mm / MM_PER_DOT - self.dots) / 2)

    @property
    def is_roll(self) -> bool:
        """Whether it is as long as its content."""
        return self.height_mm is None


PAPERS: dict[str, Paper] = {
    paper.kind: paper
    for paper in (
        Paper("escpos58", 58.0, 384, 2, True),
        Paper("escpos80", 80.0, 576, 3, True),
        Paper("pdf58", 58.0, 384, 2, False),
        Paper("pdf80", 80.0, 576, 3, False),
        # Cut from a sheet across its longer side, and read lying: two columns of a roll's width.
        Paper("pdf_half_a4", 210.0, 576, 3, False, 148.5),
        Paper("pdf_half_f4", 210.0, 576, 3, False, 165.0),
        Paper("pdf_a4", 210.0, 576, 3, False, 297.0),
        Paper("pdf_f4", 210.0, 576, 3, False, 330.0),
        Paper("pdf_a3", 420.0, 576, 3, False, 297.0),
    )
}

ROLLS = frozenset({"escpos58", "escpos80", "pdf58", "pdf80"})
HALVES = frozenset({"pdf_half_a4", "pdf_half_f4"})
SHEETS = frozenset({"pdf_a4", "pdf_f4"})


def paper(kind: str) -> Paper:
    """The paper of that name.

    Raises:
        UserError: ``print.paper_kind`` when there is none.
    """
    try:
        return PAPERS[kind]
    except KeyError:
        raise UserError("print.paper_kind", kind=kind) from None
