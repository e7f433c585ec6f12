"""Looks at a bundle beside the office's own rows: services, checklists, people, references. Nothing is written.

Finds every problem of every file, not only the first. Called by ``importing``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from desktop.domain.contacts import read_email, read_phone
from desktop.domain.person_checks import Finding, check_person
from desktop.domain.search_key import search_key
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile
from desktop.office.files.importing_values import BundleFile, BundleItem, BundlePerson, ImportFiles, Problem
from desktop.office.work import Work

_CHUNK: Final = 400
_SEX: Final[Mapping[str | None, Any]] = {"1": "male", "2": "female", None: None}


@dataclass(frozen=True, slots=True)
class Planned:
    """One new file, ready to be registered."""

    source: BundleFile
    command: TakeInFile
    missing: int
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What a bundle will do.

    Attributes:
        known: references that are here already, in capitals, to the file's code.
    """

    new: list[Planned] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Service:
    service_id: uuid.UUID
    requirements: tuple[tuple[str, str], ...]


def make_plan(work: Work, command: ImportFiles, today: date) -> Plan:
    """Look at everything; a few statements, however many files there are."""
    files = command.bundle.files
    plan = Plan(known=_known_references(work, command.office_id, [one.reference for one in files]))
    new = [one for one in files if one.reference.upper() not in plan.known]
    services = _services(work, command.office_id)
    names = _names(work, command.office_id, new)
    for one in new:
        before = len(plan.problems)
        service = services.get(one.service.upper())
        if service is None:
            allowed = ", ".join(sorted(services)[:12])
            plan.problems.append(Problem(one.index, one.line, "service", "import.unknown_service", allowed))
        answers = _answers(one, service, plan.problems) if service is not None else ()
        warnings: list[str] = []
        applicant = _person(one, one.applicant, "applicant", today, names, plan.problems, warnings)
        proxy = None
        if one.proxy is not None:
            proxy = _person(one, one.proxy, "proxy", today, names, plan.problems, warnings)
        for scan in one.scans:
            asked = service is None or scan.requirement in {None, *(key for key, _ in service.requirements)}
            if not asked:
                plan.problems.append(
                    Problem(one.index, one.line, "attachments.requirement", "import.unknown_requirement",
                            _requirement_names(service))
                )  # fmt: skip
        if len(plan.problems) > before or service is None:
            continue
        given = {(answer.requirement, answer.kind) for answer in answers if answer.value != "missing"}
        plan.new.append(
            Planned(
                source=one,
                command=TakeInFile(
                    office_id=command.office_id,
                    station_id=command.station_id,
                    staff_id=command.staff_id,
                    command_id=uuid.uuid5(command.command_id, one.reference),
                    service_id=service.service_id,
                    applicant=applicant,
                    proxy=proxy,
                    proxy_letter=one.proxy_letter,
                    items=answers,
                    channel=command.channel,
                    notice_way=one.notice_way,
                    note=one.note,
                    printer_id=command.printer_id,
                    language=one.language,
                    external_ref=one.reference,
                    warnings_seen=tuple(dict.fromkeys(warnings)),
                ),
                missing=len(set(service.requirements) - given),
                warnings=tuple(dict.fromkeys(warnings)),
            )
        )
    return plan


def _answers(one: BundleFile, service: _Service, problems: list[Problem]) -> tuple[ItemAnswer, ...]:
    """The answers to the service's own requirements; what names one goes before what names all."""
    found: dict[tuple[str, str], ItemAnswer] = {}
    for item in sorted(one.items, key=lambda item: (item.requirement != "*", bool(item.kind))):
        places = [place for place in service.requirements if _meant(item, place)]
        if not places:
            field_name = f"items.{item.requirement[:40]}" if item.requirement else "items.requirement"
            problems.append(
                Problem(
                    one.index, one.line, field_name, "import.unknown_requirement", _requirement_names(service)
                )
            )
        for requirement, kind in places:
            value = item.value
            if not item.kind and kind == "original_shown" and value == "received":
                value = (
                    "original_shown"  # "everything came" does not turn what is only shown into what is kept
                )
            found[requirement, kind] = ItemAnswer(
                requirement=requirement, kind=kind, value=value, note=item.note
            )
    return tuple(found.values())


def _meant(item: BundleItem, place: tuple[str, str]) -> bool:
    requirement, kind = place
    return item.requirement in ("*", requirement) and item.kind in ("", kind)


def _requirement_names(service: _Service | None) -> str:
    return ", ".join(dict.fromkeys(key for key, _kind in service.requirements)) if service else ""


def _person(
    one: BundleFile,
    given: BundlePerson,
    who: str,
    today: date,
    names: Mapping[str, str],
    problems: list[Problem],
    warnings: list[str],
) -> GivenPerson:
    """A person, looked at as at the counter; a name that is not the known one of this NIK is refused."""
    checked = check_person(
        given.nik,
        given.name,
        given.birth_date,
        _SEX[given.sex],
        today=today,
        nik_needed=False,
        importing=True,
        allow_temporary=True,
    )
    findings: list[Finding] = list(checked.findings)
    if given.phone:
        findings += read_phone(given.phone).findings
    if given.email:
        findings += read_email(given.email).findings
    prefix = "" if one.line and who == "applicant" else f"{who}."

    def problem(name: str, code: str, allowed: str = "", **args: Any) -> None:
        problems.append(Problem(one.index, one.line, prefix + name, code, allowed, args))

    for finding in findings:
        if finding.is_error:
            problem(finding.field, finding.code, "", **finding.args)
        else:
            warnings.append(finding.code)
    card = "".join(sign for sign in given.family_card_no if sign.isdigit())
    if given.family_card_no and len(card) != 16:
        problem("family_card_no", "import.value", "16: 0-9")
    known = names.get(checked.nik.digits)
    if known is not None and checked.nik.ok:
        words, here = set(known.split()), set(search_key(given.name).split())
        if not words & here:
            problem("name", "import.other_name")
        elif words != here:
            warnings.append("import.name_differs")
    return GivenPerson(
        name=given.name,
        nik=given.nik or None,
        birth_date=given.birth_date,
        sex=given.sex,
        phone=given.phone or None,
        email=given.email or None,
        family_card_no=given.family_card_no or None,
        birth_place=given.birth_place or None,
        temporary_nik=checked.nik.temporary,
    )


def _services(work: Work, office_id: uuid.UUID) -> dict[str, _Service]:
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceVersion

    rows = work.connection.execute(
        select(Service.code, Service.id, ServiceVersion.content)
        .join(ServiceVersion, ServiceVersion.service_id == Service.id)
        .where(
            Service.office_id == office_id,
            Service.active,
            ~Service.general,
            ServiceVersion.valid_to_utc.is_(None),
        )
    )
    return {
        row.code.upper(): _Service(
            row.id,
            tuple(
                (str(one["id"]), str(one["kind"])) for one in (row.content or {}).get("requirements") or ()
            ),
        )
        for row in rows
    }


def _known_references(work: Work, office_id: uuid.UUID, references: Sequence[str]) -> dict[str, str]:
    from sqlalchemy import func, select

    from desktop.models.files import Application

    found: dict[str, str] = {}
    for some in chunks([reference.upper() for reference in references]):
        rows: Any = work.connection.execute(
            select(Application.external_ref, Application.code).where(
                Application.office_id == office_id, func.upper(Application.external_ref).in_(some)
            )
        )
        found |= {reference.upper(): code for reference, code in rows}
    return found


def _names(work: Work, office_id: uuid.UUID, files: Sequence[BundleFile]) -> dict[str, str]:
    """The key of the name of everybody whose NIK is known here already."""
    from sqlalchemy import select

    from desktop.models.people import Person

    people = [person for one in files for person in (one.applicant, one.proxy) if person is not None]
    numbers = {"".join(sign for sign in person.nik if sign.isdigit()) for person in people} - {""}
    found: dict[str, str] = {}
    for some in chunks(sorted(numbers)):
        rows: Any = work.connection.execute(
            select(Person.nik, Person.name_search).where(Person.office_id == office_id, Person.nik.in_(some))
        )
        found |= {nik: name for nik, name in rows if name}
    return found


def chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    """Keys in pieces that one statement can carry."""
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
