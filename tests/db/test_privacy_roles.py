"""Scans, imports, requests and disposal with the rights that each kind of station has on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from desktop.domain.errors import EnvironmentFault
from desktop.models.engine import create_office_engine
from desktop.models.roles import granting_statements, role_of
from desktop.office.files.attachments import (
    AddAttachment,
    ReadAttachment,
    RemoveAttachment,
    add_attachment,
    attachments_of,
    read_attachment,
    remove_attachment,
)
from desktop.office.files.disposal import Dispose, dispose, preview_disposal
from desktop.office.files.importing import ImportFiles, import_files, look_at_bundle, read_bundle
from desktop.office.files.privacy import (
    DecideRequest,
    LookAtPerson,
    ReceiveRequest,
    decide_request,
    due_requests,
    find_people,
    receive_request,
    record_look,
)
from desktop.office.files.privacy_data import PrintMyData, print_my_data
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support import invented_media as made
from tests.support.invented_files import add_file
from tests.support.small_office import START, make_small_office

KINDS = ("counter", "backoffice", "supervisor", "admin")


@pytest.fixture
def granted(postgres_url: str) -> str:
    """The database with the rights of every role; the roles cannot sign in, tests put them on."""
    engine = create_office_engine(postgres_url)
    with engine.connect().execution_options(loket_write=True) as connection:
        for kind in ("kiosk", "display", *KINDS):
            connection.exec_driver_sql(
                f"DO $$ BEGIN CREATE ROLE {role_of(kind)}; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
        for statement in granting_statements(str(make_url(postgres_url).database)):
            connection.exec_driver_sql(statement)
        connection.commit()
    engine.dispose()
    return postgres_url


@contextmanager
def _station(url: str, kind: str) -> Iterator[Runner]:
    engine = create_office_engine(url)

    @event.listens_for(engine, "connect")
    def put_on(connection: Any, _record: Any) -> None:
        connection.execute(f"SET ROLE {role_of(kind)}")
        connection.commit()

    runner = Runner(engine, SetClock(START))
    try:
        yield runner
    finally:
        runner.close()
        engine.dispose()


def test_each_station_does_its_own_part(granted: str, tmp_path: Path) -> None:
    engine = create_office_engine(granted)
    office = make_small_office(engine, counters=1)
    siti = add_file(engine, office, 1001)
    add_file(
        engine, office, 1002, name="Budi", nik="6471011708900003", state="archived", closed_days_ago=3000
    )
    engine.dispose()
    who: dict[str, Any] = {"office_id": office.office_id, "staff_id": office.staff[0]}
    path = tmp_path / "kiriman.json"
    path.write_text(
        json.dumps(
            {
                "format": "loket-files-1",
                "files": [{"reference": "A-1", "service": "L0", "applicant": {"name": "Suharto"}}],
            }
        )
    )
    bundle = read_bundle(path, max_attachment_bytes=10_000_000)

    for kind in ("counter", "backoffice"):
        with _station(granted, kind) as runner:
            content = made.pdf(kind)
            row = runner.run(
                add_attachment,
                AddAttachment(**who, application_id=siti.application_id, content=content, title="KK"),
            ).value
            runner.run(read_attachment, ReadAttachment(**who, attachment_id=row.attachment_id))
            runner.run(
                remove_attachment, RemoveAttachment(**who, attachment_id=row.attachment_id, reason="other")
            )
            runner.read(attachments_of, office.office_id, siti.application_id)

    with _station(granted, "backoffice") as runner:
        command = ImportFiles(**who, bundle=bundle, channel="village", source="Kelurahan Manggar")
        assert runner.read(look_at_bundle, command).received == 1
        assert runner.run(import_files, command).value.received == 1
        assert runner.read(find_people, office.office_id, "siti")
        runner.run(record_look, LookAtPerson(**who, person_id=siti.person_id))
        runner.run(print_my_data, PrintMyData(**who, person_id=siti.person_id, any_printer=True))
        asked = runner.run(
            receive_request,
            ReceiveRequest(
                **who, person_id=siti.person_id, kind="correction", field="name", to="Siti Aminah"
            ),
        ).value
        with pytest.raises(EnvironmentFault):
            runner.run(decide_request, DecideRequest(**who, request_id=asked.request_id, granted=True))

    with _station(granted, "supervisor") as runner:
        assert len(runner.read(due_requests, office.office_id)) == 1
        decided = runner.run(
            decide_request, DecideRequest(**who, request_id=asked.request_id, granted=True)
        ).value
        assert (decided.state, decided.name) == ("granted", "Siti Aminah")
        preview = runner.read(preview_disposal, office.office_id)
        ordered = Dispose(
            **who, until_day=preview.until_day, expected=preview.counts, minutes_number="1/2026",
            place="Arsip", witnesses=(("Rina Wulandari", "Arsiparis"),),
        )  # fmt: skip
        with pytest.raises(EnvironmentFault):
            runner.run(dispose, ordered)

    with _station(granted, "admin") as runner:
        gone = runner.run(dispose, ordered).value
        assert (gone.counts.persons, gone.counts.attachments, gone.counts.blobs) == (1, 2, 2)
