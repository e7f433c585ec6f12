"""What the program knows for a form: the office, the file, its people and how to reach them, by the names of sources.

For ``desktop.office.files.forms`` only, which lays it into the fields. The names are in docs/guide/forms.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from desktop.domain.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from desktop.office.work import Work

FORMS_SETTING: Final = "forms"
"""Name of the office's setting that holds ``FormSettings``."""

_DETAILS: Final = (
    "address", "rt", "rw", "postcode", "village", "district", "city", "province", "religion", "occupation",
)  # fmt: skip

Line = Annotated[str, msgspec.Meta(max_length=120)]


class FormSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an office has set for its forms; unknown fields are left alone.

    Attributes:
        place: where forms are signed, such as ``Teluk Sari``; empty leaves dots.
        head: name of the head of the office, who signs.
        head_nip: the head's number.
        region_code: the ten digits of the office's own village code; empty leaves the boxes to the officer.
    """

    place: Line = ""
    head: Line = ""
    head_nip: Annotated[str, msgspec.Meta(pattern="^[0-9 ]{0,24}$")] = ""
    region_code: Annotated[str, msgspec.Meta(pattern="^[0-9]{0,10}$")] = ""


def form_settings_of(value: Any) -> FormSettings:
    """The settings in a stored value; an unreadable one counts as nothing set, so that a form always prints."""
    try:
        return msgspec.convert(value or {}, FormSettings)
    except msgspec.ValidationError:
        return FormSettings()


def read_file(
    work: Work, office_id: uuid.UUID, application_id: uuid.UUID, staff_id: uuid.UUID | None
) -> Row[Any]:
    """File, people, service, office and settings in one statement.

    Raises:
        UserError: ``forms.no_file``.
    """
    from sqlalchemy import and_, select
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import Service, ServiceVersion
    from desktop.models.files import Application
    from desktop.models.office import Office, Setting
    from desktop.models.people import Person
    from desktop.models.staff import Staff

    proxy = aliased(Person)
    row: Any = work.connection.execute(
        select(
            Application.letter, Application.year, Application.number, Application.note,
            Application.applicant_id, Application.proxy_id,
            Service.code.label("service_code"), ServiceVersion.name_id.label("service"),
            Office.name.label("office"), Office.address, Office.time_zone, Setting.value.label("forms"),
            Staff.name.label("clerk"),
            Person.name, Person.nik, Person.birth_date, Person.sex, Person.family_card_no, Person.birth_place,
            Person.details, Person.restricted, proxy.restricted.label("proxy_restricted"),
            proxy.name.label("proxy_name"), proxy.nik.label("proxy_nik"),
            proxy.birth_date.label("proxy_birth_date"), proxy.details.label("proxy_details"),
        )
        .join_from(Application, Office, Office.id == Application.office_id)
        .join(Service, Service.id == Application.service_id)
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .join(Person, Person.id == Application.applicant_id)
        .outerjoin(proxy, proxy.id == Application.proxy_id)
        .outerjoin(Staff, and_(Staff.id == staff_id, Staff.office_id == Application.office_id))
        .outerjoin(Setting, and_(Setting.office_id == Application.office_id, Setting.name == FORMS_SETTING))
        .where(Application.id == application_id, Application.office_id == office_id)
    ).first()  # fmt: skip
    if row is None:
        raise UserError("forms.no_file")
    found: Row[Any] = row
    return found


def people_of(work: Work, row: Row[Any]) -> dict[str, str]:
    """Applicant and proxy by the names of their sources.

    Nothing of a person whose data are restricted: the clerk writes what that person says.
    """
    reached = _contacts(work, row)
    details: Mapping[str, Any] = row.details or {}
    known = {f"applicant.{name}": str(details.get(name) or "") for name in _DETAILS}
    mine, theirs = reached.get(row.applicant_id, {}), reached.get(row.proxy_id, {})
    known |= {
        "applicant.name": row.name,
        "applicant.nik": row.nik or "",
        "applicant.kk": row.family_card_no or "",
        "applicant.birth_date": _iso(row.birth_date),
        "applicant.birth_place": row.birth_place or "",
        "applicant.sex": row.sex or "",
        "applicant.phone": _as_dialled(mine.get("phone", "")),
        "applicant.email": mine.get("email", ""),
        "applicant.address": known["applicant.address"] or mine.get("address", ""),
        "proxy.name": row.proxy_name or "",
        "proxy.nik": row.proxy_nik or "",
        "proxy.birth_date": _iso(row.proxy_birth_date),
        "proxy.phone": _as_dialled(theirs.get("phone", "")),
        "proxy.address": str((row.proxy_details or {}).get("address") or theirs.get("address", "")),
    }
    hidden = {"applicant": row.restricted, "proxy": row.proxy_restricted}
    return {name: text for name, text in known.items() if not hidden[name.partition(".")[0]]}


def _contacts(work: Work, row: Row[Any]) -> dict[uuid.UUID, dict[str, str]]:
    """The newest of each kind, for applicant and proxy."""
    from sqlalchemy import select

    from desktop.models.people import Contact

    people = [one for one in (row.applicant_id, row.proxy_id) if one is not None]
    found: dict[uuid.UUID, dict[str, str]] = {}
    for contact in work.connection.execute(
        select(Contact.person_id, Contact.kind, Contact.value)
        .where(Contact.person_id.in_(people), Contact.valid_to.is_(None))
        .order_by(Contact.valid_from, Contact.id)
    ):
        found.setdefault(contact.person_id, {})[contact.kind] = contact.value
    return found


def _as_dialled(phone: str) -> str:
    """``+6281254321098`` as people write it into boxes: ``081254321098``."""
    return f"0{phone[3:]}" if phone.startswith("+62") else phone


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
