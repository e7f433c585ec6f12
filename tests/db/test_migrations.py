"""Migrations with data, on both databases, and what a database of another version is told."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.models.tables import metadata
from desktop.models.upgrade import HEAD, check_version, current_version, downgrade, upgrade
from tests.support.filler import fill


def _tables(url: str) -> set[str]:
    engine = create_office_engine(url)
    try:
        with engine.connect() as connection:
            return set(inspect(connection).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def _fill(url: str) -> dict[str, int]:
    engine = create_office_engine(url)
    try:
        with engine.connect().execution_options(loket_write=True) as connection:
            counts = fill(connection)
            connection.commit()
            return counts
    finally:
        engine.dispose()


def _set_version(url: str, version: str) -> None:
    engine = create_office_engine(url)
    try:
        with engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
            connection.commit()
    finally:
        engine.dispose()


def test_from_nothing_to_the_newest_and_back_with_rows_in_every_table(empty_database_url: str) -> None:
    assert upgrade(empty_database_url) is None
    assert _tables(empty_database_url) == set(metadata.tables)
    counts = _fill(empty_database_url)
    assert set(counts) == set(metadata.tables), "a table without rows would be downgraded untested"
    downgrade(empty_database_url, "base")
    assert _tables(empty_database_url) == set()
    upgrade(empty_database_url)
    assert _fill(empty_database_url) == counts


def test_upgrading_twice_keeps_the_rows(database_url: str) -> None:
    counts = _fill(database_url)
    assert upgrade(database_url) == HEAD
    engine = create_office_engine(database_url)
    try:
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                assert len(connection.execute(select(table)).all()) == counts[table.name]
    finally:
        engine.dispose()


def test_models_and_migrations_agree(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = create_office_engine(database_url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
    finally:
        engine.dispose()


def test_the_head_that_the_program_names_is_the_newest_migration() -> None:
    from pathlib import Path

    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import desktop.models

    config = Config()
    config.set_main_option("script_location", str(Path(desktop.models.__path__[0]) / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.parametrize(("version", "code"), [("9999", "database.newer"), ("0000", "database.older")])
def test_a_database_of_another_version_is_refused(database_url: str, version: str, code: str) -> None:
    _set_version(database_url, version)
    engine = create_office_engine(database_url)
    try:
        with engine.connect() as connection:
            with pytest.raises(UserError) as refused:
                check_version(connection)
        assert refused.value.code == code
        assert refused.value.details == {"database": version, "program": HEAD}
    finally:
        engine.dispose()


def test_a_newer_database_is_not_touched_by_upgrade(database_url: str) -> None:
    _set_version(database_url, "9999")
    with pytest.raises(UserError) as refused:
        upgrade(database_url)
    assert refused.value.code == "database.newer"
    engine = create_office_engine(database_url)
    try:
        with engine.connect() as connection:
            assert current_version(connection) == "9999"
    finally:
        engine.dispose()


def test_an_empty_database_is_told_apart(empty_database_url: str) -> None:
    engine = create_office_engine(empty_database_url)
    try:
        with engine.connect() as connection:
            with pytest.raises(UserError) as refused:
                check_version(connection)
        assert refused.value.code == "database.not_ready"
    finally:
        engine.dispose()


@pytest.mark.parametrize("table", ["event", "document"])
@pytest.mark.parametrize("change", ["UPDATE {table} SET kind = 'x'", "DELETE FROM {table}"])
def test_events_and_documents_cannot_be_changed(database_url: str, table: str, change: str) -> None:
    from sqlalchemy.exc import DBAPIError

    _fill(database_url)
    engine = create_office_engine(database_url)
    try:
        with engine.connect().execution_options(loket_write=True) as connection:
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(text(change.format(table=table)))
    finally:
        engine.dispose()
