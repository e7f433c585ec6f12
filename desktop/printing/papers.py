"""The papers a document can be printed on. For this package, and for settings that name one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from desktop.domain.errors import UserError

PaperKind: TypeAlias = Literal["escpos58", "escpos80", "pdf58", "pdf80"]

DOTS_PER_INCH = 203
"""Of nearly every thermal head sold here; 8 dots to the millimetre."""

MM_PER_DOT = 25.4 / DOTS_PER_INCH
CELL_WIDTH_DOTS = 12
CELL_HEIGHT_DOTS = 24


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll.

    Attributes:
        kind: its name in settings.
        width_mm: of the roll.
        dots: printable width.
        bar_module_dots: preferred width of the narrowest bar.
        escpos: printer commands, not a PDF.
    """

    kind: PaperKind
    width_mm: float
    dots: int
    bar_module_dots: int
    escpos: bool

    @property
    def columns(self) -> int:
        """Characters of 12 dots on a line."""
        return self.dots // CELL_WIDTH_DOTS

    @property
    def margin_dots(self) -> int:
        """White at the left, in whole dots so that bars stay on the dot grid."""
        return int((self.width_mm / MM_PER_DOT - self.dots) / 2)


PAPERS: dict[str, Paper] = {
    paper.kind: paper
    for paper in (
        Paper("escpos58", 58.0, 384, 2, True),
        Paper("escpos80", 80.0, 576, 3, True),
        Paper("pdf58", 58.0, 384, 2, False),
        Paper("pdf80", 80.0, 576, 3, False),
    )
}


def paper(kind: str) -> Paper:
    """The paper of that name.

    Raises:
        UserError: ``print.paper_kind`` when there is none.
    """
    try:
        return PAPERS[kind]
    except KeyError:
        raise UserError("print.paper_kind", kind=kind) from None
