"""The embedded server answers, gives databases apart, and goes away with all of its data."""

from __future__ import annotations

import psycopg
import pytest

from tests.support.postgres import PostgresServer
from tests.support.waiting import wait_for


def test_databases_are_copies_and_apart(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database()
    with psycopg.connect(postgres_server.url(template)) as connection:
        connection.execute("CREATE TABLE mark (n integer)")
    first, second = (postgres_server.create_database(template=template) for _ in range(2))
    with psycopg.connect(postgres_server.url(first)) as connection:
        connection.execute("INSERT INTO mark VALUES (1)")
    with psycopg.connect(postgres_server.url(second)) as connection:
        assert connection.execute("SELECT count(*) FROM mark").fetchone() == (0,)
    for name in (template, first, second):
        postgres_server.drop_database(name)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(postgres_server.url(first))


def test_a_condition_that_never_comes_is_named() -> None:
    with pytest.raises(TimeoutError, match=r"0\.05 s in vain for rain"):
        wait_for(lambda: False, timeout_s=0.05, what="rain")
