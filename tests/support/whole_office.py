"""An office as `loket office init` makes it, with a clerk and counters, for tests that need a whole one.

`tests.support.small_office` is quicker and has no catalogue; this one goes through the real set-up.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from desktop.domain.catalogue import Catalogue
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.office.counters import AddCounter, add_counter
from desktop.office.runner import Runner
from desktop.office.setup import InitOffice, init_office, read_holidays, read_preset
from desktop.office.staff import AddStaff, add_staff, hash_password
from desktop.office.work import SetClock

PASSWORD = "laut-tiga-kunci"
MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@dataclass(frozen=True)
class WholeOffice:
    """An open office: run use-cases with ``runner``, move ``clock``."""

    office_id: uuid.UUID
    runner: Runner
    clock: SetClock
    clerk_id: uuid.UUID


@lru_cache(maxsize=3)
def preset(name: str = "disdukcapil") -> Catalogue:
    """The catalogue that ships with the program, read once."""
    return read_preset(name)


@lru_cache(maxsize=1)
def password_hash() -> str:
    """The hash of PASSWORD, made once: argon2 takes its time on purpose."""
    return hash_password(PASSWORD)


def init_command(**changes: object) -> InitOffice:
    """The command that makes the sample office."""
    values: dict[str, object] = {
        "office_id": new_id(),
        "name": "Dukcapil Kota Teluk Sari",
        "catalogue": preset(),
        "holidays": read_holidays(),
        "admin_login": "admin",
        "admin_password_hash": password_hash(),
        "hotline": "0542 555 010",
        "address": "Mal Pelayanan, lantai 1",
    }
    return InitOffice(**{**values, **changes})  # type: ignore[arg-type]


@contextmanager
def whole_office(url: str, counters: int = 1) -> Iterator[WholeOffice]:
    """The sample office in the migrated, empty database at ``url``, with clerk ``rina`` and counters 1 .. n."""
    engine = create_office_engine(url)
    clock = SetClock(MORNING)
    runner = Runner(engine, clock)
    try:
        office_id = runner.run(init_office, init_command()).value.office_id
        clerk = runner.run(
            add_staff,
            AddStaff(
                office_id=office_id,
                login="rina",
                name="Rina Wulandari",
                roles=("clerk",),
                password_hash=password_hash(),
            ),
        ).value
        for number in range(1, counters + 1):
            runner.run(add_counter, AddCounter(office_id=office_id, name=str(number)))
        yield WholeOffice(office_id, runner, clock, clerk.staff_id)
    finally:
        runner.close()
        engine.dispose()
