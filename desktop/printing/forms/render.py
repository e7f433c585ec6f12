"""From a form and its values to a PDF: the entry for whoever prints, previews or tests one."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import UserError
from desktop.printing.forms.library import load_form
from desktop.printing.forms.spec import Form
from desktop.printing.forms.values import FormSnapshot


def render_form(form: Form, values: FormSnapshot, *, paper: str | None = None) -> bytes:
    """The PDF of one form, exact in millimetres.

    Args:
        values: what is filled in; ``FormSnapshot.empty(form)`` for a form to write on.
        paper: ``F4``, ``A4`` or ``A3`` among the form's papers; None takes its usual one.

    Raises:
        UserError: ``forms.other_form`` where the values belong to another form or version; ``forms.paper`` where
            the form is not made for that paper; ``print.code_unprintable`` for a file number without bars.
        EnvironmentFault: ``print.resource_missing``.
    """
    # Imported here: reportlab takes longer to load than a form takes to print.
    from desktop.printing.forms.compose import compose_form
    from desktop.printing.forms.draw import draw_pages
    from desktop.printing.forms.marks import sheet

    if (values.form, values.version) != (form.code, form.version):
        raise UserError("forms.other_form", form=form.code, found=f"{values.form} v{values.version}")
    chosen = next((one for one in form.papers if paper in (None, one.paper)), None)
    if chosen is None:
        raise UserError("forms.paper", form=form.code, paper=paper)
    on = sheet(chosen.paper, chosen.orientation, chosen.row_mm)
    title = f"{form.code} {form.title_id}" + (f" - {values.file_number}" if values.file_number else "")
    return draw_pages(compose_form(form, values, on), on, title=title)


def render_snapshot(values: FormSnapshot, *, paper: str | None = None, folder: Path | None = None) -> bytes:
    """The same paper again, from what was stored.

    Args:
        folder: the office's own forms.

    Raises:
        UserError: as ``load_form`` and ``render_form``.
    """
    return render_form(load_form(values.form, values.version, folder=folder), values, paper=paper)
