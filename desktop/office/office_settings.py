"""What an office decides about its files, receipts and scans: read, and changed with a reason left in the record.

Each section is one row of table ``setting``, typed by the modules that use it. Called by ``loket office set`` and
``show``; a window can use the same two functions.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.office.files.keeping import PrivacySettings
from desktop.office.files.paper_head import ReceiptSettings
from desktop.office.files.settings import FileSettings
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

#: Section to the types that its fields have; ``files`` is shared by two.
SECTIONS: Final[Mapping[str, tuple[type[msgspec.Struct], ...]]] = {
    "files": (FileSettings, PrivacySettings),
    "receipt": (ReceiptSettings,),
}


class SetOffice(Command, frozen=True, kw_only=True):
    """Change fields; ``values`` maps ``section.field`` to text as typed, "" takes the usual value back."""

    values: dict[str, str]


def office_settings(work: Work, office_id: uuid.UUID) -> dict[str, Any]:
    """Every field as it counts now, by ``section.field``."""
    stored = _stored(work, office_id)
    found: dict[str, Any] = {}
    for section, kinds in SECTIONS.items():
        for kind in kinds:
            try:
                value = msgspec.convert(stored.get(section, {}), kind)
            except msgspec.ValidationError:
                value = kind()
            found |= {f"{section}.{name}": item for name, item in msgspec.to_builtins(value).items()}
    return found


def set_office(work: Work, command: SetOffice) -> Result[dict[str, Any]]:
    """Change what the office decides; all of it or nothing.

    Raises:
        UserError: ``office.unknown_setting`` (name, known); ``office.setting_value`` (name, value).
    Locks: nothing; the rows are written whole.
    Writes: setting, event, command.
    Changes: settings.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(stored)
    before = _stored(work, command.office_id)
    after = {section: dict(before.get(section, {})) for section in SECTIONS}
    for name, text in command.values.items():
        section, _, field = name.partition(".")
        kind = next((one for one in SECTIONS.get(section, ()) if field in one.__struct_fields__), None)
        if kind is None:
            known = sorted(office_settings(work, command.office_id))
            raise UserError("office.unknown_setting", name=name, known=", ".join(known))
        if text == "":
            after[section].pop(field, None)
            continue
        after[section][field] = _typed(kind, name, field, text)
    for section, values in after.items():
        if values != before.get(section, {}):
            _write(work, command, section, values)
    append_event(
        work, command, "office.settings", command.office_id, after={"changed": sorted(command.values)}
    )
    result = office_settings(work, command.office_id)
    remember(work, command, "set_office", result)
    work.wake(command.office_id)
    return Result(result, frozenset({"settings"}))


def _typed(kind: type[msgspec.Struct], name: str, field: str, text: str) -> Any:
    """A typed text as the field's own type: words with commas are a list."""
    hint = str(kind.__annotations__[field])
    value: Any = text
    if hint.startswith("tuple"):
        value = [part.strip() for part in text.split(",") if part.strip()]
    try:
        one = msgspec.convert({field: value}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise UserError("office.setting_value", name=name, value=text) from error
    return msgspec.to_builtins(getattr(one, field))


def _stored(work: Work, office_id: uuid.UUID) -> dict[str, dict[str, Any]]:
    from sqlalchemy import select

    from desktop.models.office import Setting

    rows = work.connection.execute(
        select(Setting.name, Setting.value).where(Setting.office_id == office_id, Setting.name.in_(SECTIONS))
    )
    return {row.name: dict(row.value or {}) for row in rows}


def _write(work: Work, command: Command, section: str, values: dict[str, Any]) -> None:
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.office import Setting

    insert = postgresql.insert if work.on_postgresql else sqlite.insert
    first = insert(Setting).values(office_id=command.office_id, name=section, value=values)
    work.connection.execute(
        first.on_conflict_do_update(index_elements=["office_id", "name"], set_={"value": values})
    )
