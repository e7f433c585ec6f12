"""From a snapshot to bytes: the one entry for whoever prints, previews or tests a document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import UserError
from desktop.printing.blocks import Composition
from desktop.printing.escpos import DEFAULT_PROFILE, EscposProfile, render_escpos_papers
from desktop.printing.kinds import kind_of, renderer_of
from desktop.printing.layout import compose_slip
from desktop.printing.papers import HALVES, Paper, paper
from desktop.printing.snapshots import SlipSnapshot, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.printing.file_layout import FileComposer
    from desktop.printing.file_snapshots import (
        ApologySnapshot,
        HandoverProofSnapshot,
        ReceiptSnapshot,
        ShortageSnapshot,
    )
    from desktop.printing.pages import Halves


def render_document(snapshot: Snapshot, kind: str, profile: EscposProfile = DEFAULT_PROFILE) -> bytes:
    """The bytes of any document.

    Args:
        kind: a key of ``papers.PAPERS``.
        profile: what the ESC/POS printer can do; a PDF ignores it.

    Raises:
        UserError: ``print.paper_kind``; ``print.wrong_paper`` when this document is not made for that paper;
            ``print.code_unprintable`` when neither code fits the paper.
        EnvironmentFault: ``print.template`` or ``print.resource_missing``.
    """
    chosen, document = paper(kind), kind_of(snapshot)
    if kind not in document.papers:
        raise UserError("print.wrong_paper", document=document.tag, paper=kind)
    return renderer_of(document)(snapshot, chosen, profile)


def render_slip(snapshot: SlipSnapshot, kind: str, profile: EscposProfile = DEFAULT_PROFILE) -> bytes:
    """The bytes of one queue slip; see ``render_document``."""
    return render_document(snapshot, kind, profile)


def slip_codes(snapshot: SlipSnapshot, kind: str) -> tuple[str, ...]:
    """Which codes the slip carries on that paper: ``qr``, ``code128``.

    Raises:
        UserError: as ``render_document``.
    """
    return compose_slip(snapshot, paper(kind)).codes


def draw_slip(snapshot: SlipSnapshot, on: Paper, profile: EscposProfile) -> bytes:
    """A queue slip."""
    return _rolls((compose_slip(snapshot, on),), profile)


def draw_receipt(snapshot: ReceiptSnapshot, on: Paper, profile: EscposProfile) -> bytes:
    """A receipt: one paper, or half a sheet, for each of its copies."""
    from desktop.printing.file_layout import ReceiptComposer

    def composer(copy: Any, column: Paper) -> FileComposer[Any]:
        return ReceiptComposer(snapshot, column, copy)

    return _file_papers([partial(composer, copy) for copy in snapshot.printed_copies], on, profile)


def draw_shortage(snapshot: ShortageSnapshot, on: Paper, profile: EscposProfile) -> bytes:
    """A slip of what is missing."""
    from desktop.printing.file_slips import ShortageComposer

    return _file_papers([partial(ShortageComposer, snapshot)], on, profile)


def draw_apology(snapshot: ApologySnapshot, on: Paper, profile: EscposProfile) -> bytes:
    """An apology slip."""
    from desktop.printing.file_slips import ApologyComposer

    return _file_papers([partial(ApologyComposer, snapshot)], on, profile)


def draw_handover(snapshot: HandoverProofSnapshot, on: Paper, profile: EscposProfile) -> bytes:
    """A proof of handover."""
    from desktop.printing.file_slips import HandoverComposer

    return _file_papers([partial(HandoverComposer, snapshot)], on, profile)


def _rolls(documents: Sequence[Composition], profile: EscposProfile) -> bytes:
    if documents[0].paper.escpos:
        return render_escpos_papers(documents, profile)
    # Imported here: reportlab takes longer to load than a slip takes to print.
    from desktop.printing.pdf import render_pdf

    return render_pdf(*documents)


def _halves(compose: Callable[[Paper], FileComposer[Any]], column: Paper) -> Halves:
    return compose(column).halves()


def _file_papers(
    copies: Sequence[Callable[[Paper], FileComposer[Any]]], on: Paper, profile: EscposProfile
) -> bytes:
    """A file's paper on a roll, on half a sheet, or as halves of a whole sheet that is cut."""
    if on.height_mm is None:
        return _rolls([compose(on).roll() for compose in copies], profile)
    from desktop.printing.pages import stacked, two_column_pages
    from desktop.printing.pdf import render_pages

    height_mm = on.height_mm if on.kind in HALVES else on.height_mm / 2
    pages = []
    for compose in copies:
        pages += two_column_pages(partial(_halves, compose), on, height_mm)
    first = copies[0](on)
    if on.kind not in HALVES:
        pages = stacked(pages, on.height_mm)
    return render_pages(pages, first.title(), first.document.language)
