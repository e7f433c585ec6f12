"""Files, scans and names: copied between databases, out of a backup, and up from a database of the first version."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from desktop.models.backup import backup_database, restore_database
from desktop.models.catalogue import Service
from desktop.models.copying import copy_database
from desktop.models.engine import create_office_engine
from desktop.models.files import PersonWord
from desktop.models.people import Person
from desktop.models.upgrade import upgrade
from desktop.office.files.attachments import AddAttachment, ReadAttachment, add_attachment, read_attachment
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile
from desktop.office.files.moving import FileRef, MoveFiles, move_files
from desktop.office.files.privacy import find_people
from desktop.office.files.registering import take_in_file
from desktop.office.live.file_search import open_by_code, search_files
from desktop.office.live.file_timeline import file_timeline
from desktop.office.live.intake import open_intake
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support import invented_media as made
from tests.support.small_office import make_small_office
from tests.support.whole_office import MORNING, whole_office

NIK = "6471015708950011"
"""Invented: no such number was given out."""


@contextmanager
def runner_at(url: str) -> Iterator[Runner]:
    engine = create_office_engine(url)
    runner = Runner(engine, SetClock(MORNING))
    try:
        yield runner
    finally:
        runner.close()
        engine.dispose()


def take(runner: Runner, keys: dict[str, Any], name: str, **more: Any) -> Any:
    with runner.engine.connect() as connection:
        service = connection.execute(select(Service.id).where(Service.code == "KIA-BARU")).scalar_one()
    form = runner.read(open_intake, keys["office_id"], keys["staff_id"], service_id=service)
    items = tuple(
        ItemAnswer(requirement=one.requirement, kind=one.kind, value="received") for one in form.requirements
    )
    command = TakeInFile(
        **keys, service_id=service, items=items, applicant=GivenPerson(name=name, **more), channel="desk"
    )
    return runner.run(take_in_file, command).value


def a_day_of_files(url: str) -> tuple[dict[str, Any], Any, uuid.UUID, bytes]:
    """An office with one file that has a scan; returns keys of commands, the file, its scan's key and bytes."""
    scan = made.pdf(pages=2)
    with whole_office(url) as office:
        keys = {"office_id": office.office_id, "staff_id": office.clerk_id}
        taken = take(office.runner, keys, "Soeharto Djojohadikoesoemo", nik=NIK, phone="0812 5550 0142")
        add = AddAttachment(**keys, application_id=taken.application_id, content=scan, title="KK lama")
        key = office.runner.run(add_attachment, add).value.attachment_id
    return keys, taken, key, scan


def goes_on(url: str, keys: dict[str, Any], taken: Any, scan_id: uuid.UUID, scan: bytes, number: int) -> None:
    """The office works on at `url`: found, read, moved, taken in; the next number is `number`."""
    with runner_at(url) as runner:
        office_id = keys["office_id"]
        assert [row.code for row in runner.read(search_files, office_id, "djojo").rows] == [taken.code]
        assert [row.code for row in runner.read(search_files, office_id, "suharto").rows] == [taken.code]
        assert runner.read(open_by_code, office_id, taken.number).application_id == taken.application_id
        seen = runner.run(read_attachment, ReadAttachment(**keys, attachment_id=scan_id)).value
        assert seen.content == scan
        assert runner.read(file_timeline, office_id, taken.application_id).head.code == taken.code
        second = take(runner, keys, f"Sari Melati {number}")
        assert second.number.startswith(f"K26-{number:06d}")
        again = take(runner, keys, "Suharto", nik=NIK)
        with runner.engine.connect() as connection:
            (person,) = connection.execute(select(Person.name).where(Person.nik == NIK)).all()
        assert person.name == "Suharto"
        assert {row.code for row in runner.read(search_files, office_id, "suharto").rows} >= {
            again.code,
            taken.code,
        }
        assert runner.read(search_files, office_id, "djojo").rows == ()
        moved = runner.run(
            move_files, MoveFiles(**keys, files=(FileRef(application_id=again.application_id),))
        ).value  # fmt: skip
        assert moved.moved


@pytest.mark.parametrize("to", ["postgresql", "sqlite"])
def test_copied_with_files_and_scans_an_office_goes_on(
    sqlite_url: str, postgres_url: str, empty_postgres_url: str, empty_sqlite_url: str, to: str
) -> None:
    source, target = (
        (sqlite_url, empty_postgres_url) if to == "postgresql" else (postgres_url, empty_sqlite_url)
    )
    keys, taken, scan_id, scan = a_day_of_files(source)
    copied = copy_database(source, target)
    assert copied.tables["blob"] == copied.tables["attachment"] == 1
    assert copied.tables["person_word"] == 2
    goes_on(target, keys, taken, scan_id, scan, 2)


def test_a_backup_brings_files_and_scans_back(database_url: str, tmp_path: Path) -> None:
    keys, taken, scan_id, scan = a_day_of_files(database_url)
    kept = tmp_path / "cadangan.db"
    backup_database(database_url, kept)
    restored = f"sqlite:///{tmp_path / 'kembali.db'}"
    restore_database(kept, restored, now=MORNING)
    goes_on(restored, keys, taken, scan_id, scan, 2)


def test_people_of_a_first_version_are_found_after_the_upgrade(empty_database_url: str) -> None:
    """Appointments wrote people before there were files; their names were folded otherwise then."""
    upgrade(empty_database_url, "0001")
    engine = create_office_engine(empty_database_url)
    try:
        office = make_small_office(engine)
        people = [
            (uuid.uuid4(), name) for name in ("Soeharto Djojo", "I Gusti Ayu", "O'Brien-Sitompul", "Ana Ana")
        ]
        old = text(
            "INSERT INTO person (id, office_id, name, name_search, restricted, created_at_utc) "
            "VALUES (:id, :office, :name, :key, false, :at)"
        ).bindparams(*(_typed(engine, name) for name in ("id", "office")))
        with engine.connect().execution_options(loket_write=True) as connection:
            for key, name in people:
                values = {
                    "id": key,
                    "office": office.office_id,
                    "name": name,
                    "key": name.upper(),
                    "at": _at(engine),
                }
                connection.execute(old, values)
            connection.commit()
    finally:
        engine.dispose()
    assert upgrade(empty_database_url) == "0001"
    with runner_at(empty_database_url) as runner:
        for typed, name in (
            ("suhart", "Soeharto Djojo"), ("joyo", "Soeharto Djojo"), ("gusti", "I Gusti Ayu"),
            ("sitompul", "O'Brien-Sitompul"), ("ana", "Ana Ana"),
        ):  # fmt: skip
            assert [row.name for row in runner.read(find_people, office.office_id, typed)] == [name], typed
        # What changes later is followed too, and each word stands once.
        with runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(update(Person).where(Person.id == people[3][0]).values(name_search="ana budi"))
            connection.commit()
            words = connection.execute(
                select(PersonWord.word).where(PersonWord.person_id == people[3][0]).order_by(PersonWord.word)
            ).scalars()
            assert list(words) == ["ana", "budi"]


def _typed(engine: Any, name: str) -> Any:
    from sqlalchemy import Uuid, bindparam

    return bindparam(name, type_=Uuid())


def _at(engine: Any) -> Any:
    moment = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    return moment if engine.dialect.name == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S.%f")
