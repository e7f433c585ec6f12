"""Words of the sheets of forms and registers: titles, targets, what is missing, and refusals. No Qt."""

from __future__ import annotations

from typing import Any

from desktop.ui.files.finding import words as files
from desktop.ui.files.finding.state import Said
from desktop.ui.files.forms.state import FormRow, FormScene, Lack, Target
from desktop.ui.i18n import Texts

MOST_LACKS = 8
"""So many findings are said one by one; the rest are counted."""

REGISTERS = {"agenda": "formsheet.agenda", "handover_list": "formsheet.handover_list"}
REGISTER_LINES = {"agenda": "formsheet.agenda_line", "handover_list": "formsheet.handover_list_line"}


def title(texts: Texts, form: FormRow) -> str:
    """``F-1.02  Pendaftaran Peristiwa Kependudukan``."""
    return f"{form.code}  {_own(texts, {'id': form.title_id, 'en': form.title_en})}"


def papers(texts: Texts, form: FormRow) -> str:
    """On which papers it can be printed."""
    return texts.text("formsheet.papers", papers=texts.items(list(form.papers)))


def target(texts: Texts, where: Target) -> str:
    """What a button does."""
    if where.printer_id is None:
        return texts.text("formsheet.save", paper=where.paper)
    return texts.text("formsheet.print_on", printer=where.name)


def target_line(texts: Texts, where: Target) -> str:
    """The paper of a printer."""
    return "" if where.printer_id is None else texts.text("formsheet.paper", paper=where.paper)


def known(texts: Texts, scene: FormScene) -> str:
    """How far the form is filled."""
    if not scene.filled:
        return texts.text("formsheet.empty_line")
    if scene.known is None:
        return texts.text("formsheet.looking")
    return texts.text("formsheet.known", count=scene.known, number=scene.number)


def missing(texts: Texts, scene: FormScene) -> str:
    """The required fields that are empty, in one sentence; "" where none is."""
    lacking = [one for one in scene.lacks if one.code == "forms.required"]
    if not lacking:
        return ""
    named = [_label(texts, one) for one in lacking]
    unique = list(dict.fromkeys(named))
    shown = unique[:MOST_LACKS]
    if len(unique) > len(shown):
        return texts.text("formsheet.missing_more", fields=", ".join(shown), count=len(unique) - len(shown))
    return texts.text("formsheet.missing", fields=texts.items(shown))


def others(texts: Texts, scene: FormScene) -> list[tuple[str, bool]]:
    """What is wrong or odd beside what is missing: (sentence, whether it is an error)."""
    found = [
        (texts.text(one.code, label=_label(texts, one), detail=one.detail), one.error)
        for one in scene.lacks
        if one.code != "forms.required"
    ]
    return found[:MOST_LACKS]


def said(texts: Texts, what: Said) -> str:
    """A message or a refusal in words."""
    args: dict[str, Any] = dict(what.args)
    if texts.has(what.code):
        return texts.text(what.code, **args)
    return files.said(texts, what)


def _label(texts: Texts, one: Lack) -> str:
    label, section = _own(texts, one.label), _own(texts, one.section)
    label = label.strip(" :.")
    if not label:  # a tick list speaks for itself; its section says what it is about
        return section
    return f"{label} ({section})" if section else label


def _own(texts: Texts, words: Any) -> str:
    return str(words.get(texts.language) or words.get("id") or "")
