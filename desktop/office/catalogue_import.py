"""How a catalogue is taken in: what is there is compared with the file, and the difference is written.

Called by ``desktop.office.catalogue`` only.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.catalogue import Catalogue, Group, Service, catalogue_to_plain
from desktop.domain.ids import new_id
from desktop.office.catalogue_rows import (
    STEPS,
    digest_of,
    group_rows,
    read_frame,
    service_rows,
    write_frame,
)
from desktop.office.work import Command, Work

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

GENERAL_ID, GENERAL_EN = "Belum yakin", "Not sure yet"


class ImportCatalogue(Command, frozen=True, kw_only=True):
    """Take a catalogue in.

    Attributes:
        replace: services and groups that the file does not have are deactivated; else they stay as they are.
    """

    catalogue: Catalogue
    replace: bool = False


class ImportOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did.

    Attributes:
        services, groups: how many the file has.
        changed: how many things differ from before: services, groups, and the agency; 0 for the same file.
        added, updated, deactivated: codes of services.
        unverified: how many services of the file want a look by the office.
    """

    services: int
    groups: int
    changed: int
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    deactivated: tuple[str, ...] = ()
    unverified: int = 0
    repeated: bool = False


class CatalogueImport:
    """One import: compares what is there with the file and writes the difference."""

    def __init__(self, work: Work, command: ImportCatalogue) -> None:
        self.work, self.command, self.catalogue = work, command, command.catalogue
        self.office_id = command.office_id
        self.changed = 0
        self.added: list[str] = []
        self.updated: list[str] = []
        self.deactivated: list[str] = []
        self.frame = read_frame(work, self.office_id) or {}
        self.steps: dict[str, Any] = {}

    def run(self) -> ImportOutcome:
        """Write the difference; everything or nothing, as the transaction goes."""
        self._frame()
        groups = self._write_groups()
        self._write_services(groups)
        self._write_generals(groups)
        return ImportOutcome(
            services=len(self.catalogue.services),
            groups=len(self.catalogue.groups),
            changed=self.changed,
            added=tuple(self.added),
            updated=tuple(self.updated),
            deactivated=tuple(self.deactivated),
            unverified=sum(not service.verified for service in self.catalogue.services),
        )

    def _frame(self) -> None:
        plain = catalogue_to_plain(self.catalogue)
        kept = {} if self.command.replace else self.frame.get("procedures", {})
        # The file's own order first: an export of the office is then the file again.
        self.steps = {
            **plain["procedures"],
            **{k: v for k, v in kept.items() if k not in plain["procedures"]},
        }
        agency_differs = plain["agency"] != self.frame.get("agency")
        if not agency_differs and list(self.steps.items()) == list(self.frame.get("procedures", {}).items()):
            return
        self.changed += agency_differs
        write_frame(self.work, self.office_id, plain["agency"], self.steps)

    def _write_groups(self) -> dict[str, uuid.UUID]:
        """Bring the groups to the file's; returns the key of each letter that is active afterwards."""
        from sqlalchemy import insert, update

        from desktop.models.catalogue import ServiceGroup

        there = {row.letter: row for row in group_rows(self.work, self.office_id)}
        keys: dict[str, uuid.UUID] = {}
        for position, group in enumerate(self.catalogue.groups):
            values = _group_values(group, position)
            row = there.pop(group.letter, None)
            if row is None:
                keys[group.letter] = new_id()
                self.work.connection.execute(
                    insert(ServiceGroup).values(id=keys[group.letter], office_id=self.office_id, **values)
                )
                self.changed += 1
                continue
            keys[group.letter] = row.id
            if any(getattr(row, name) != value for name, value in values.items()):
                self.work.connection.execute(
                    update(ServiceGroup).where(ServiceGroup.id == row.id).values(**values)
                )
                self.changed += 1
        for offset, row in enumerate(there.values()):
            if not row.active:
                continue
            if not self.command.replace:
                keys[row.letter] = row.id
            position = len(self.catalogue.groups) + offset
            if self.command.replace or row.position != position:
                self.work.connection.execute(
                    update(ServiceGroup)
                    .where(ServiceGroup.id == row.id)
                    .values(active=not self.command.replace, position=position)
                )
                self.changed += self.command.replace
        return keys

    def _write_services(self, groups: dict[str, uuid.UUID]) -> None:
        there = {row.code: row for row in service_rows(self.work, self.office_id) if not row.general}
        for position, service in enumerate(self.catalogue.services):
            row = there.pop(service.code, None)
            content = self._content(msgspec.to_builtins(service))
            if row is None:
                self._add(service.code, groups[service.group], position, service, content)
                self.added.append(service.code)
                self.changed += 1
            elif self._follow(row, groups[service.group], position, service, content):
                self.updated.append(service.code)
                self.changed += 1
        kept = len(self.catalogue.services)
        for row in there.values():
            if self.command.replace:
                if row.active:
                    self._set_service(row.id, active=False)
                    self.deactivated.append(row.code)
                    self.changed += 1
                continue
            # A service that the file does not have follows a procedure that the file changed.
            content = self._content({k: v for k, v in row.content.items() if k != STEPS})
            if digest_of(content) != row.digest:
                self._new_version(row.id, row, row.number + 1, _version_of(row), content)
                self.updated.append(row.code)
                self.changed += 1
            if row.position != kept:
                self._set_service(row.id, position=kept)
            kept += 1

    def _content(self, service: dict[str, Any]) -> dict[str, Any]:
        steps = self.steps.get(service.get("procedure", ""))
        return service if steps is None else {**service, STEPS: steps}

    def _write_generals(self, groups: dict[str, uuid.UUID]) -> None:
        """Every active group has a ticket of its own for visitors who are not sure; others have none."""
        rows = list(service_rows(self.work, self.office_id))
        for row in rows:
            active = row.group_id in groups.values()
            if row.general and bool(row.active) != active:
                self._set_service(row.id, active=active)
        has = {row.group_id for row in rows if row.general}
        for letter, group_id in groups.items():
            if group_id in has:
                continue
            own = [s for s in self.catalogue.services if s.group == letter]
            minutes = round(sum(s.counter_minutes for s in own) / len(own)) if own else 5
            values = {
                "name_id": GENERAL_ID,
                "name_en": GENERAL_EN,
                "short_id": GENERAL_ID,
                "short_en": GENERAL_EN,
                "counter_minutes": max(1, minutes),
                "fee_amount": 0 if all(s.fee.amount == 0 for s in own) else None,
                "verified": True,
            }
            # Small letters, which no code of a file may have: the two can never meet.
            key = self._insert_service(f"umum-{letter.lower()}", group_id, 10_000, general=True)
            self._new_version(key, None, 1, values, {})

    def _add(
        self, code: str, group_id: uuid.UUID, position: int, service: Service, content: dict[str, Any]
    ) -> None:
        key = self._insert_service(code, group_id, position, general=False)
        self._new_version(key, None, 1, _version_values(service), content)
        self._give_to_counters(key, group_id)

    def _insert_service(self, code: str, group_id: uuid.UUID, position: int, *, general: bool) -> uuid.UUID:
        from sqlalchemy import insert

        from desktop.models.catalogue import Service as ServiceRow

        key = new_id()
        self.work.connection.execute(
            insert(ServiceRow).values(
                id=key,
                office_id=self.office_id,
                code=code,
                group_id=group_id,
                position=position,
                general=general,
                active=True,
            )
        )
        return key

    def _give_to_counters(self, service_id: uuid.UUID, group_id: uuid.UUID) -> None:
        """A new service goes to the counters that give its whole group, which have the general ticket too."""
        from sqlalchemy import insert, select

        from desktop.models.catalogue import Service as ServiceRow
        from desktop.models.staff import CounterService

        rows = self.work.connection.execute(
            select(CounterService.counter_id, CounterService.weight)
            .join(ServiceRow, ServiceRow.id == CounterService.service_id)
            .where(ServiceRow.group_id == group_id, ServiceRow.general)
        ).all()
        if rows:
            self.work.connection.execute(
                insert(CounterService),
                [{"counter_id": row[0], "service_id": service_id, "weight": row[1]} for row in rows],
            )

    def _follow(
        self, row: Row[Any], group_id: uuid.UUID, position: int, service: Service, content: dict[str, Any]
    ) -> bool:
        """Bring one service to the file's; returns whether people will see a difference."""
        differs = row.group_id != group_id or not row.active
        if differs or row.position != position:
            self._set_service(row.id, group_id=group_id, position=position, active=True)
        if digest_of(content) == row.digest:
            return differs
        self._new_version(row.id, row, row.number + 1, _version_values(service), content)
        return True

    def _set_service(self, service_id: uuid.UUID, **values: Any) -> None:
        from sqlalchemy import update

        from desktop.models.catalogue import Service as ServiceRow

        self.work.connection.execute(update(ServiceRow).where(ServiceRow.id == service_id).values(**values))

    def _new_version(
        self,
        service_id: uuid.UUID,
        old: Row[Any] | None,
        number: int,
        values: dict[str, Any],
        content: dict[str, Any],
    ) -> None:
        from sqlalchemy import insert, update

        from desktop.models.catalogue import ServiceVersion

        now = self.work.now()
        if old is not None:
            # A clock that was set back must not end a version before it began.
            now = max(now, old.valid_from_utc)
            self.work.connection.execute(
                update(ServiceVersion).where(ServiceVersion.id == old.version_id).values(valid_to_utc=now)
            )
        self.work.connection.execute(
            insert(ServiceVersion).values(
                id=new_id(),
                office_id=self.office_id,
                service_id=service_id,
                number=number,
                content=content,
                digest=digest_of(content),
                valid_from_utc=now,
                **values,
            )
        )


def _group_values(group: Group, position: int) -> dict[str, Any]:
    return {
        "letter": group.letter,
        "name_id": group.name.id,
        "name_en": group.name.en,
        "short_id": group.short.id,
        "short_en": group.short.en,
        "position": position,
        "active": True,
    }


_VERSION_FIELDS: Final = (
    "name_id", "name_en", "short_id", "short_en", "counter_minutes", "fee_amount", "verified"
)  # fmt: skip


def _version_values(service: Service) -> dict[str, Any]:
    return {
        "name_id": service.name.id,
        "name_en": service.name.en,
        "short_id": service.short.id,
        "short_en": service.short.en,
        "counter_minutes": service.counter_minutes,
        "fee_amount": service.fee.amount,
        "verified": service.verified,
    }


def _version_of(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _VERSION_FIELDS}
