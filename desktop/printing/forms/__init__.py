"""Printed civil-registry forms: data files that become exact papers, empty or filled from what is known.

``library`` reads the files of ``resources/forms`` (and an office's own), ``spec`` says what a form is, ``values``
what stands in it, ``checks`` what is wrong or odd about that, ``render`` draws it. ``office`` and ``app`` may call
these.
"""

from desktop.printing.forms.checks import Finding, validate_form
from desktop.printing.forms.library import (
    form_codes,
    form_problems,
    known_values,
    load_form,
    read_form,
    use_folder,
)
from desktop.printing.forms.render import render_form, render_snapshot
from desktop.printing.forms.spec import Form
from desktop.printing.forms.values import FormSnapshot

__all__ = [
    "Finding",
    "Form",
    "FormSnapshot",
    "form_codes",
    "form_problems",
    "known_values",
    "load_form",
    "read_form",
    "render_form",
    "render_snapshot",
    "use_folder",
    "validate_form",
]
