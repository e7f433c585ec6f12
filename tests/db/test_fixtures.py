"""The database fixtures hold what they promise: migrated, empty, and apart from test to test."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, inspect, text

from desktop.models.engine import create_office_engine
from desktop.models.upgrade import HEAD, current_version


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_its_own_migrated_database(database_url: str, turn: int) -> None:
    engine = create_office_engine(database_url)
    try:
        with engine.begin() as connection:
            assert current_version(connection) == HEAD
            assert not inspect(connection).has_table("left_by_a_test")
            connection.execute(text("CREATE TABLE left_by_a_test (n integer)"))
    finally:
        engine.dispose()


def test_empty_databases_are_empty(empty_database_url: str) -> None:
    address = empty_database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            assert inspect(connection).get_table_names() == []
    finally:
        engine.dispose()
