"""Copying between SQLite and PostgreSQL, backup and restore: everything arrives, or nothing does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.models import copying
from desktop.models.backup import backup_database, restore_database
from desktop.models.copying import copy_database, same_database, table_digest
from desktop.models.engine import create_office_engine
from desktop.models.office import Setting
from desktop.models.record import Event
from desktop.models.tables import metadata
from desktop.office.catalogue import export_catalogue
from desktop.office.queue import CallNext, IssueTicket, call_next, issue_ticket
from desktop.office.queue.rows import announce_number, arrival_number
from desktop.office.runner import Runner
from desktop.office.work import Result, Work
from tests.support.filler import fill
from tests.support.whole_office import preset, whole_office

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def _fill(url: str) -> dict[str, int]:
    engine = create_office_engine(url)
    try:
        with engine.connect().execution_options(loket_write=True) as connection:
            counts = fill(connection)
            connection.commit()
            return counts
    finally:
        engine.dispose()


def _digests(url: str) -> dict[str, copying.TableDigest]:
    engine = create_office_engine(url)
    try:
        with engine.connect() as connection:
            return {table.name: table_digest(connection, table) for table in metadata.sorted_tables}
    finally:
        engine.dispose()


def _next_numbers(url: str) -> tuple[int, int]:
    """The next arrival and announcement number that the office would give."""
    engine = create_office_engine(url)
    runner = Runner(engine)
    try:

        def take(work: Work, _command: object) -> Result[tuple[int, int]]:
            from desktop.models.office import Office

            office_id = work.connection.execute(select(Office.id).order_by(Office.code)).scalars().first()
            assert office_id is not None
            return Result((arrival_number(work, office_id), announce_number(work, office_id)))

        return runner.run(take, None).value  # type: ignore[arg-type]
    finally:
        runner.close()
        engine.dispose()


def test_sqlite_to_postgresql_and_back_row_by_row(
    sqlite_url: str, empty_postgres_url: str, tmp_path: Path
) -> None:
    counts = _fill(sqlite_url)
    told: list[tuple[str, str, int]] = []
    copied = copy_database(sqlite_url, empty_postgres_url, lambda *step: told.append(step))
    left_out = 2  # the rows `arrival` and `announce` are counters, not history
    assert copied.tables == {**counts, "sequence": counts["sequence"] - left_out}
    assert ("copy", "ticket", counts["ticket"]) in told
    back = f"sqlite:///{tmp_path / 'back.db'}"
    copy_database(empty_postgres_url, back)
    assert _digests(sqlite_url) == _digests(empty_postgres_url) == _digests(back)
    # Both counters go on behind the highest number that was ever given: 41 and 17 in the filler.
    assert _next_numbers(empty_postgres_url) == (42, 18)
    assert _next_numbers(back) == (42, 18)


def test_an_office_goes_on_working_after_the_move(sqlite_url: str, empty_postgres_url: str) -> None:
    with whole_office(sqlite_url) as made:
        office, clerk, moment = made.office_id, made.clerk_id, made.clock
        from desktop.office.catalogue import list_services
        from desktop.office.counters import list_counter_services
        from desktop.office.shifts import OpenCounter, open_counter

        service = made.runner.read(list_services, office)[0].service_id
        counter = made.runner.read(list_counter_services, office)[0].counter_id
        made.runner.run(open_counter, OpenCounter(office_id=office, staff_id=clerk, counter_id=counter))
        first = made.runner.run(issue_ticket, IssueTicket(office_id=office, service_id=service)).value
    copy_database(sqlite_url, empty_postgres_url)
    engine = create_office_engine(empty_postgres_url)
    runner = Runner(engine, moment)
    try:
        second = runner.run(issue_ticket, IssueTicket(office_id=office, service_id=service)).value
        called = runner.run(call_next, CallNext(office_id=office, staff_id=clerk, counter_id=counter)).value
        assert (first.label[1:], second.label[1:]) == ("001", "002")
        assert called.label == first.label
        assert runner.read(export_catalogue, office) == preset()
    finally:
        runner.close()
        engine.dispose()


def test_a_target_with_rows_is_refused_and_stays_as_it_is(sqlite_url: str, postgres_url: str) -> None:
    _fill(sqlite_url)
    _fill(postgres_url)
    before = _digests(postgres_url)
    with pytest.raises(UserError) as refused:
        copy_database(sqlite_url, postgres_url)
    assert refused.value.code == "database.target_not_empty"
    assert _digests(postgres_url) == before


def test_a_target_of_somebody_elses_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    _fill(sqlite_url)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE buku (judul TEXT)")
        connection.commit()
    with pytest.raises(UserError) as refused:
        copy_database(sqlite_url, f"sqlite:///{other}")
    assert refused.value.details == {"table": "buku"}


def test_a_copy_that_differs_is_not_kept(
    sqlite_url: str, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(sqlite_url)
    whole = copying._copy_table

    def losing(reader: Any, writer: Any, table: Any, progress: Any) -> Any:
        digest = whole(reader, writer, table, progress)
        if table.name == "holiday":
            writer.execute(table.update().values(name_id="salah"))
        return digest

    monkeypatch.setattr(copying, "_copy_table", losing)
    with pytest.raises(EnvironmentFault) as failed:
        copy_database(sqlite_url, empty_postgres_url)
    assert failed.value.code == "database.copy_differs"
    assert failed.value.details == {"table": "holiday"}
    assert sum(one.rows for one in _digests(empty_postgres_url).values()) == 0


def test_the_same_database_is_no_target(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"database\.same_target"):
        copy_database(sqlite_url, sqlite_url)
    assert same_database("postgres://a@h/x", "postgresql://b:c@h:5432/x")
    assert not same_database("postgresql://a@h/x", "postgresql://a@h/y")


def test_a_digest_sees_one_changed_value_and_no_order(sqlite_url: str) -> None:
    _fill(sqlite_url)
    before = _digests(sqlite_url)["setting"]
    engine = create_office_engine(sqlite_url)
    try:
        with engine.connect().execution_options(loket_write=True) as connection:
            rows = [dict(row._mapping) for row in connection.execute(select(Setting.__table__))]
            connection.execute(text("DELETE FROM setting"))
            connection.execute(insert(Setting), list(reversed(rows)))
            assert table_digest(connection, Setting.__table__) == before  # type: ignore[arg-type]
            first = update(Setting).where(Setting.name == rows[0]["name"])
            connection.execute(first.values(value={"ada": [9]}))
            assert table_digest(connection, Setting.__table__) != before  # type: ignore[arg-type]
    finally:
        engine.dispose()


def test_backup_and_restore_from_either_database_to_either(
    database_url: str, empty_postgres_url: str, tmp_path: Path
) -> None:
    _fill(database_url)
    file = tmp_path / "cadangan.db"
    done = backup_database(database_url, file)
    assert done.rows > 100
    assert [one.name for one in tmp_path.glob("cadangan.db*")] == ["cadangan.db"], "one single file"
    target = f"sqlite:///{tmp_path / 'pulih.db'}"
    assert restore_database(file, target, NOW).moved_to is None
    restore_database(file, empty_postgres_url, NOW)
    assert _digests(target) == _digests(empty_postgres_url) == _digests(database_url)
    assert _next_numbers(target) == _next_numbers(empty_postgres_url) == (42, 18)


def test_a_backup_is_one_snapshot_while_a_station_writes(sqlite_url: str, tmp_path: Path) -> None:
    _fill(sqlite_url)
    engine = create_office_engine(sqlite_url)
    written: list[int] = []

    def write(_step: str, _table: str, _rows: int) -> None:
        if len(written) > 60:
            return  # a backup that began anew at every write would never end
        with engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(text("UPDATE setting SET name = name || 'x'"))
            connection.commit()
        written.append(1)

    from desktop.models import backup

    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backup, "PAGES_A_STEP", 5)
            backup_database(sqlite_url, tmp_path / "b.db", write)
    finally:
        engine.dispose()
    assert len(written) > 3, "the backup went on in steps while the station wrote"
    with closing(sqlite3.connect(tmp_path / "b.db")) as connection:
        names = connection.execute("SELECT name FROM setting").fetchall()
    assert names
    assert not any(name.endswith("x") for (name,) in names)


def test_a_backup_never_overwrites(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"penting")
    with pytest.raises(UserError, match=r"database\.file_exists"):
        backup_database(sqlite_url, tmp_path / "b.db")
    assert (tmp_path / "b.db").read_bytes() == b"penting"


def test_restore_moves_the_old_database_aside_only_when_told_to(sqlite_url: str, tmp_path: Path) -> None:
    _fill(sqlite_url)
    file = tmp_path / "b.db"
    backup_database(sqlite_url, file)
    before = _digests(sqlite_url)
    with pytest.raises(UserError, match=r"database\.not_empty"):
        restore_database(file, sqlite_url, NOW)
    done = restore_database(file, sqlite_url, NOW, replace=True)
    assert done.moved_to is not None
    assert done.moved_to.endswith(".before-20261123-080000")
    assert _digests(sqlite_url) == before == _digests(f"sqlite:///{done.moved_to}")


def test_restore_refuses_while_a_station_is_open(sqlite_url: str, tmp_path: Path) -> None:
    _fill(sqlite_url)
    backup_database(sqlite_url, tmp_path / "b.db")
    engine = create_office_engine(sqlite_url)
    try:
        with engine.connect() as connection:
            connection.execute(select(func.count()).select_from(Event)).scalar_one()
            with pytest.raises(EnvironmentFault, match=r"database\.in_use"):
                restore_database(tmp_path / "b.db", sqlite_url, NOW, replace=True)
    finally:
        engine.dispose()
    assert [one.name for one in tmp_path.glob("*.restoring*")] == []


@pytest.mark.parametrize("content", [b"", b"bukan basis data" * 300])
def test_what_is_no_backup_is_refused(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.db").write_bytes(content)
    with pytest.raises(UserError, match=r"database\.backup_bad"):
        restore_database(tmp_path / "b.db", sqlite_url, NOW, replace=True)
    with pytest.raises(UserError, match=r"database\.no_backup"):
        restore_database(tmp_path / "tidak-ada.db", sqlite_url, NOW)


def test_a_damaged_backup_is_refused_and_the_database_stays(sqlite_url: str, tmp_path: Path) -> None:
    _fill(sqlite_url)
    file = tmp_path / "b.db"
    backup_database(sqlite_url, file)
    data = bytearray(file.read_bytes())
    data[8192 : 8192 + 60_000] = b"\xa5" * 60_000
    file.write_bytes(data)
    before = _digests(sqlite_url)
    with pytest.raises(UserError, match=r"database\.backup_bad"):
        restore_database(file, sqlite_url, NOW, replace=True)
    assert _digests(sqlite_url) == before
