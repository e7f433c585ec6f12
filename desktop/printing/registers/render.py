"""From a register to a PDF: the entry for whoever prints, previews or tests one."""

from __future__ import annotations

from desktop.domain.errors import UserError
from desktop.printing.registers.snapshots import RegisterSnapshot


def render_register(register: RegisterSnapshot, *, paper: str = "F4") -> bytes:
    """The PDF, landscape.

    Args:
        paper: ``F4`` or ``A4``.

    Raises:
        UserError: ``forms.paper`` for any other paper.
        EnvironmentFault: ``print.resource_missing``.
    """
    # Imported here: reportlab takes longer to load than a page takes to print.
    from desktop.printing.forms.draw import draw_pages
    from desktop.printing.forms.marks import sheet
    from desktop.printing.registers.compose import compose_register, register_title

    if paper not in ("F4", "A4"):
        raise UserError("forms.paper", form="register", paper=paper)
    on = sheet(paper, "landscape")
    return draw_pages(
        compose_register(register, on), on, title=register_title(register), language=register.language
    )
