"""From a snapshot to bytes: the one entry for whoever prints, previews or tests a document."""

from __future__ import annotations

from desktop.printing.escpos import DEFAULT_PROFILE, EscposProfile, render_escpos
from desktop.printing.layout import compose_slip
from desktop.printing.papers import paper
from desktop.printing.snapshots import SlipSnapshot


def render_slip(snapshot: SlipSnapshot, kind: str, profile: EscposProfile = DEFAULT_PROFILE) -> bytes:
    """The bytes of one queue slip.

    Args:
        kind: ``escpos58``, ``escpos80``, ``pdf58`` or ``pdf80``.
        profile: what the ESC/POS printer can do; a PDF ignores it.

    Raises:
        UserError: ``print.paper_kind``, or ``print.code_unprintable`` when neither code fits the paper.
        EnvironmentFault: ``print.template`` or ``print.resource_missing``.
    """
    document = compose_slip(snapshot, paper(kind))
    if document.paper.escpos:
        return render_escpos(document, profile)
    # Imported here: reportlab takes longer to load than a slip takes to print.
    from desktop.printing.pdf import render_pdf

    return render_pdf(document)


def slip_codes(snapshot: SlipSnapshot, kind: str) -> tuple[str, ...]:
    """Which codes the slip carries on that paper: ``qr``, ``code128``.

    Raises:
        UserError: as ``render_slip``.
    """
    return compose_slip(snapshot, paper(kind)).codes
