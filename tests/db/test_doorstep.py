"""The first look at a database with the bare driver: what a window opens on, and every refusal."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.domain.errors import EnvironmentFault, LoketError, UserError
from desktop.models.doorstep import Place, look
from desktop.models.engine import create_office_engine
from desktop.models.later import LaterEngine, address_of, engine_of
from desktop.models.office import Office
from desktop.office.runner import Runner
from desktop.office.stations import RegisterStation, register_station
from tests.support.small_office import SmallOffice, make_small_office

PLACE = Place(station="PC Loket 1")


@pytest.fixture
def office(database_url: str) -> SmallOffice:
    engine = create_office_engine(database_url)
    made = make_small_office(engine)
    engine.dispose()
    return made


def _refusal(url: str, place: Place = PLACE) -> LoketError:
    with pytest.raises(LoketError) as caught:
        look(url, place)
    return caught.value


def _write(url: str, statement: str) -> None:
    engine = create_office_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_it_finds_what_the_registration_finds(database_url: str, office: SmallOffice) -> None:
    engine = create_office_engine(database_url)
    runner = Runner(engine)
    before = look(database_url, PLACE)
    assert before.station_id is None, "nobody has registered it yet"
    counter = "1"
    command = RegisterStation(office_id=office.office_id, name=PLACE.station, kind="counter", counter=counter)
    registered = runner.run(register_station, command).value
    with engine.connect() as connection:
        name = connection.execute(select(Office.name)).scalar_one()
    runner.close()
    engine.dispose()
    found = look(database_url, dataclasses.replace(PLACE, counter=counter))
    assert dataclasses.asdict(found) == dataclasses.asdict(registered)
    assert found.office_name == name
    assert found.counter_id == office.counters[0]
    assert isinstance(found.station_id, uuid.UUID)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place("PC", zone="ZZ"), "station.no_zone"),
        (Place("PC", counter="99"), "station.no_counter"),
        (Place("PC", printer="Lain"), "station.no_printer"),
        (Place("PC", office="LAIN"), "office.unknown"),
    ],
)
def test_a_place_that_is_not_there_is_refused(
    database_url: str, office: SmallOffice, place: Place, code: str
) -> None:
    error = _refusal(database_url, place)
    assert isinstance(error, UserError)
    assert error.code == code


def test_another_version_is_refused(database_url: str, office: SmallOffice) -> None:
    for version, code in (("0000", "database.older"), ("9999", "database.newer")):
        _write(database_url, f"UPDATE alembic_version SET version_num = '{version}'")
        assert _refusal(database_url).code == code
    _write(database_url, "DROP TABLE alembic_version")
    assert _refusal(database_url).code == "database.not_ready"


def test_a_file_that_is_no_database_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"no database at all " * 300)
    error = _refusal(f"sqlite:///{(tmp_path / 'bad.db').as_posix()}")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "database.damaged"
    gone = _refusal(f"sqlite:///{(tmp_path / 'gone' / 'a.db').as_posix()}")
    assert gone.code == "database.no_folder"


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://a@127.0.0.1:1/"])
def test_an_address_that_cannot_be_read(address: str) -> None:
    assert _refusal(address).code == "database.address"


def test_a_server_that_is_not_there() -> None:
    error = _refusal("postgresql://nobody@127.0.0.1:1/office")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "database.lost"


def test_several_hosts_and_the_old_scheme(postgres_url: str) -> None:
    engine = create_office_engine(postgres_url)
    made = make_small_office(engine)
    engine.dispose()
    scheme, _, rest = postgres_url.partition("://")
    authority, _, name = rest.partition("/")
    user, at, host = authority.rpartition("@")
    for address in (f"postgres://{rest}", f"{scheme}://{user}{at}{host},{host}/{name}"):
        assert look(address, PLACE).office_id == made.office_id


def test_an_engine_made_later_is_made_once(sqlite_url: str) -> None:
    later = LaterEngine(sqlite_url)
    later.dispose()
    assert not later.ready
    assert address_of(later) == sqlite_url
    assert engine_of(later) is later.get()
    assert later.ready
    assert engine_of(later.get()) is later.get()
    later.dispose()


@pytest.mark.e2e
def test_the_sign_in_is_painted_without_sqlalchemy(sqlite_url: str, tmp_path: Path) -> None:
    engine = create_office_engine(sqlite_url)
    make_small_office(engine)
    engine.dispose()
    script = (
        "import sys\n"
        "from desktop.__main__ import main\n"
        "code = main(['counter', '--exit-when-loaded'])\n"
        "heavy = {'sqlalchemy', 'msgspec', 'desktop.ui.counter.view', 'PySide6.QtMultimedia'}\n"
        "print(code, sorted(heavy & set(sys.modules)))\n"
    )
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LOKET_DATABASE_URL": sqlite_url,
        "LOKET_HOME": str(tmp_path),
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
        ).stdout.strip()
        for _turn in range(2)
    ]
    # The first start writes the station's row, for which the whole of the database is needed.
    assert said[0].startswith("0 ")
    assert said[1] == "0 []"
