"""The catalogue in the database: taken whole or refused whole, versions, and a round trip that is equal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from desktop.domain.catalogue import Catalogue
from desktop.domain.errors import UserError
from desktop.models.catalogue import Service, ServiceVersion
from desktop.models.record import Event
from desktop.office.catalogue import (
    ImportCatalogue,
    ImportOutcome,
    export_catalogue,
    find_service,
    import_catalogue,
    list_services,
)
from desktop.office.catalogue_file import dump_catalogue, parse_catalogue, read_catalogue, write_catalogue
from desktop.office.counters import list_counter_services
from desktop.office.work import Result
from tests.support.whole_office import WholeOffice, preset, whole_office


@dataclass
class _Change:
    """Makes a catalogue that differs from the preset."""

    catalogue: Catalogue

    def services(self, *codes: str) -> Catalogue:
        kept = [one for one in self.catalogue.services if one.code in codes]
        return msgspec.structs.replace(self.catalogue, services=kept)

    def service(self, code: str, **values: Any) -> Catalogue:
        changed = [
            msgspec.structs.replace(one, **values) if one.code == code else one
            for one in self.catalogue.services
        ]
        return msgspec.structs.replace(self.catalogue, services=changed)


def _take(made: WholeOffice, catalogue: Catalogue, *, replace: bool = False) -> Result[ImportOutcome]:
    command = ImportCatalogue(office_id=made.office_id, catalogue=catalogue, replace=replace)
    return made.runner.run(import_catalogue, command)


def _count(made: WholeOffice, table: Any) -> int:
    return int(
        made.runner.read(
            lambda work: work.connection.execute(select(func.count()).select_from(table)).scalar_one()
        )
    )


def test_importing_twice_changes_nothing(database_url: str) -> None:
    with whole_office(database_url) as made:
        versions, events = _count(made, ServiceVersion), _count(made, Event)
        again = _take(made, preset())
        assert (again.value.services, again.value.groups, again.value.changed) == (33, 8, 0)
        assert not again.changes
        assert (_count(made, ServiceVersion), _count(made, Event)) == (versions, events)


@pytest.mark.parametrize("name", ["disdukcapil", "dpmptsp", "puskesmas"])
def test_what_goes_in_comes_out(sqlite_url: str, name: str, tmp_path: Path) -> None:
    from desktop.models.engine import create_office_engine
    from desktop.office.runner import Runner
    from desktop.office.setup import init_office
    from tests.support.whole_office import init_command

    engine = create_office_engine(sqlite_url)
    runner = Runner(engine)
    try:
        command = init_command(catalogue=preset(name))
        runner.run(init_office, command)
        exported = runner.read(export_catalogue, command.office_id)
        assert exported == preset(name)
        write_catalogue(exported, tmp_path / "out.yaml")
        taken = ImportCatalogue(
            office_id=command.office_id, catalogue=read_catalogue(tmp_path / "out.yaml"), replace=True
        )
        assert runner.run(import_catalogue, taken).value.changed == 0
    finally:
        runner.close()
        engine.dispose()


def test_the_round_trip_is_equal_on_postgresql_to_the_letter(postgres_url: str) -> None:
    with whole_office(postgres_url) as made:
        exported = made.runner.read(export_catalogue, made.office_id)
    assert dump_catalogue(exported) == dump_catalogue(preset())


def test_a_changed_service_gets_a_new_version_and_the_old_one_is_closed(database_url: str) -> None:
    with whole_office(database_url) as made:
        code = preset().services[3].code
        outcome = _take(made, _Change(preset()).service(code, counter_minutes=44)).value
        assert (outcome.changed, outcome.updated) == (1, (code,))
        rows = made.runner.read(
            lambda work: work.connection.execute(
                select(
                    ServiceVersion.number,
                    ServiceVersion.counter_minutes,
                    ServiceVersion.valid_from_utc,
                    ServiceVersion.valid_to_utc,
                )
                .join(Service, Service.id == ServiceVersion.service_id)
                .where(Service.code == code)
                .order_by(ServiceVersion.number)
            ).all()
        )
        assert [(row.number, row.counter_minutes) for row in rows] == [
            (1, preset().services[3].counter_minutes),
            (2, 44),
        ]
        assert rows[0].valid_to_utc == rows[1].valid_from_utc
        assert rows[1].valid_to_utc is None
        assert made.runner.read(export_catalogue, made.office_id).services[3].counter_minutes == 44


def test_a_clock_that_was_set_back_does_not_stop_an_import(sqlite_url: str) -> None:
    from datetime import timedelta

    with whole_office(sqlite_url) as made:
        made.clock.current -= timedelta(days=3)
        code = preset().services[0].code
        assert _take(made, _Change(preset()).service(code, counter_minutes=44)).value.changed == 1


def test_missing_services_stay_unless_replace_is_said(database_url: str) -> None:
    with whole_office(database_url) as made:
        codes = [one.code for one in preset().services]
        less = _Change(preset()).services(*codes[:30])
        assert _take(made, less).value.changed == 0
        assert len(made.runner.read(export_catalogue, made.office_id).services) == 33
        outcome = _take(made, less, replace=True).value
        assert sorted(outcome.deactivated) == sorted(codes[30:])
        assert len(made.runner.read(export_catalogue, made.office_id).services) == 30
        with pytest.raises(UserError, match=r"catalogue\.no_service"):
            made.runner.read(find_service, made.office_id, codes[31])
        # And they come back as they were.
        back = _take(made, preset()).value
        assert sorted(back.updated) == sorted(codes[30:])
        assert made.runner.read(export_catalogue, made.office_id) == preset()


def test_a_group_that_goes_takes_its_general_ticket_with_it(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        kept = [one for one in preset().services if one.group != "H"]
        groups = [one for one in preset().groups if one.letter != "H"]
        fewer = msgspec.structs.replace(preset(), services=kept, groups=groups)
        _take(made, fewer, replace=True)
        services = made.runner.read(list_services, made.office_id)
        assert not any(one.active for one in services if one.letter == "H")
        assert made.runner.read(export_catalogue, made.office_id).groups == groups


def test_a_changed_procedure_gives_every_service_that_follows_it_a_version(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        name = preset().services[0].procedure
        steps = preset().procedures[name]
        longer = [msgspec.structs.replace(steps[0], minutes=steps[0].minutes + 1), *steps[1:]]
        first = preset().services[0].code
        less = msgspec.structs.replace(
            _Change(preset()).services(first), procedures={**preset().procedures, name: longer}
        )
        outcome = _take(made, less).value
        followers = {one.code for one in preset().services if one.procedure == name}
        assert set(outcome.updated) == followers
        exported = made.runner.read(export_catalogue, made.office_id)
        assert exported.procedures[name][0].minutes == steps[0].minutes + 1
        assert _take(made, exported).value.changed == 0


def test_a_new_service_goes_to_the_counters_of_its_group(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        new = msgspec.structs.replace(preset().services[0], code="BARU-1")
        more = msgspec.structs.replace(preset(), services=[*preset().services, new])
        assert _take(made, more).value.added == ("BARU-1",)
        counter = made.runner.read(list_counter_services, made.office_id)[0]
        assert counter.services["BARU-1"] == 1


def test_a_broken_file_changes_nothing(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        text = dump_catalogue(_Change(preset()).service(preset().services[0].code, counter_minutes=99))
        broken = text.replace("counter_minutes: 10", "counter_minutes: ten", 1)
        assert broken != text
        with pytest.raises(UserError) as refused:
            _take(made, parse_catalogue(broken.encode(), file="layanan.yaml"))
        details = refused.value.details
        assert refused.value.code == "catalogue.invalid"
        assert details["file"] == "layanan.yaml"
        assert str(details["field"]).endswith("counter_minutes")
        assert int(str(details["line"])) > 1
        assert details["allowed"]
        assert made.runner.read(export_catalogue, made.office_id) == preset()


def test_a_failure_in_the_middle_leaves_nothing_half_imported(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.office.catalogue_import import CatalogueImport

    with whole_office(sqlite_url) as made:
        versions = _count(made, ServiceVersion)

        def stop(self: CatalogueImport, groups: object) -> None:
            raise UserError("catalogue.test_stop")

        monkeypatch.setattr(CatalogueImport, "_write_generals", stop)
        changed = _Change(preset()).service(preset().services[0].code, counter_minutes=99)
        with pytest.raises(UserError, match=r"catalogue\.test_stop"):
            _take(made, changed)
        assert _count(made, ServiceVersion) == versions


def test_the_catalogue_of_another_agency_is_refused(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        with pytest.raises(UserError) as refused:
            _take(made, preset("puskesmas"), replace=True)
        assert refused.value.code == "catalogue.other_agency"


def test_only_an_administrator_is_told_what_is_unverified(database_url: str) -> None:
    with whole_office(database_url) as made:
        for_clerk = made.runner.read(list_services, made.office_id, "clerk")
        for_admin = made.runner.read(list_services, made.office_id, "administrator")
    assert {one.verified for one in for_clerk} == {None}
    expected = {one.code for one in preset().services if not one.verified}
    assert {one.code for one in for_admin if one.verified is False} == expected
    assert expected
