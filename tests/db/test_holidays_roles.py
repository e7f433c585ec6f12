"""Who may change the table of holidays on PostgreSQL: supervisor and administrator; a back office only reads."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from desktop.domain.errors import EnvironmentFault
from desktop.office.holidays import (
    ImportYear,
    RemoveHoliday,
    SetHoliday,
    import_year,
    list_holidays,
    remove_holiday,
    set_holiday,
)
from desktop.office.live.admin import admin_home
from tests.db.test_roles import Made, made  # noqa: F401

DAY = date(2027, 3, 2)


def command(place: dict[str, Any], **values: Any) -> SetHoliday:
    wanted: dict[str, Any] = {"kind": "local", "treatment": "limited", "name_id": "Hari Jadi Kota"}
    return SetHoliday(**place, day=DAY, opens=time(8), closes=time(10), **{**wanted, **values})


@pytest.mark.parametrize("kind", ["supervisor", "admin"])
def test_who_may(made: Made, kind: str) -> None:  # noqa: F811
    with made.station(kind) as (runner, place):
        change = runner.run(set_holiday, command(place)).value
        assert runner.read(list_holidays, made.office_id, 2027).rows
        runner.run(remove_holiday, RemoveHoliday(**place, holiday_id=change.holiday_id))
        runner.run(import_year, ImportYear(**place, year=2028))
        assert runner.read(admin_home, made.office_id).next_year == 2027


def test_who_may_not(made: Made) -> None:  # noqa: F811
    with made.station("backoffice") as (runner, place):
        before = runner.read(list_holidays, made.office_id, 2027)
        with pytest.raises(EnvironmentFault) as refused:
            runner.run(set_holiday, command(place))
        assert refused.value.code == "database.permission"
        assert runner.read(list_holidays, made.office_id, 2027) == before
