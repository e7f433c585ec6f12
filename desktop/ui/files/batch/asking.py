"""Asks where papers go: a shelf, a colleague or a desk. Reads what there is, opens the panel, gives the answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.errors import LoketError
from desktop.office.files.places import PlaceInfo, list_places
from desktop.office.files.routing import UNITS
from desktop.office.staff import StaffMember, list_staff
from desktop.office.work import Work
from desktop.ui.files.batch.pick import Choice, PickSheet
from desktop.ui.files.finding import words
from desktop.ui.files.finding.state import Said
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks

_FIELDS = {
    (True, False): "batch.place_field",
    (False, True): "batch.people_field",
    (True, True): "batch.target_field",
}


@dataclass(frozen=True, slots=True)
class Targets:
    """Where papers can go in this office."""

    places: tuple[PlaceInfo, ...]
    staff: tuple[StaffMember, ...]


def read_targets(work: Work, office_id: uuid.UUID) -> Targets:
    """All places and everybody who works here."""
    return Targets(list_places(work, office_id), list_staff(work, office_id))


def ask_target(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    staff_id: uuid.UUID,
    title: str,
    places: bool,
    people: bool,
    put_on: Callable[[str], None],
    send_to: Callable[[uuid.UUID | None, str, str], None],
    owner: object,
) -> None:
    """Ask where papers go.

    Args:
        staff_id: who asks; nobody sends papers to themselves.
        put_on: gets the code of a shelf that was chosen, typed or scanned.
        send_to: gets (person or None, desk or "", name) of who was chosen.
    """
    texts, theme = window.texts, window.theme

    def got(targets: Targets) -> None:
        sections = []
        if places:
            shelves = tuple(
                Choice(one.code, one.name, texts.text("batch.place_holds", code=one.code, count=one.files),
                       "shelf")
                for one in targets.places
            )  # fmt: skip
            sections.append((texts.text("batch.shelves"), shelves))
        if people:
            units = tuple(
                Choice(("unit", name), words.capital(words.unit(texts, name)), "", "desk") for name in UNITS
            )
            staff = tuple(
                Choice(("staff", one.staff_id, one.name), one.name, "", "person")
                for one in targets.staff
                if one.active and one.staff_id != staff_id
            )
            sections.append((texts.text("batch.desks"), units))
            sections.append((texts.text("batch.colleagues"), staff))
        field = texts.text(_FIELDS[places, people])
        sheet = PickSheet(window, theme, texts, title, field, sections)
        sheet.picked.connect(picked)
        sheet.typed.connect(put_on if places else lambda _text: None)
        window.show_sheet(sheet, sheet.field.edit)

    def picked(key: object) -> None:
        if isinstance(key, str):
            put_on(key)
        elif isinstance(key, tuple) and key[0] == "unit":
            send_to(None, key[1], words.unit(texts, key[1]))
        elif isinstance(key, tuple):
            send_to(key[1], "", key[2])

    def failed(error: LoketError) -> None:
        window.toast.show_line(words.said(texts, Said(error.code, error.details)), icon="warning", seconds=5)

    tasks.read(read_targets, context.office_id, done=got, failed=failed, owner=owner)
