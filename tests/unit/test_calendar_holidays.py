"""The bundled table of holidays against the counts that the office's facts give."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.calendar import DEFAULT_WEEK, OfficeCalendar, holidays_of, parse_holidays
from tools import make_holidays

TABLE = Path(__file__).parents[2] / "resources" / "reference" / "holidays-id.toml"
HOLIDAYS = parse_holidays(TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("year", "public", "cuti_bersama", "estimated"),
    [(2024, 19, 10, 0), (2025, 17, 11, 0), (2026, 17, 8, 0), (2027, 18, 8, 3), (2028, 17, 0, 8)],
)
def test_the_counts_of_each_year(year: int, public: int, cuti_bersama: int, estimated: int) -> None:
    assert len(holidays_of(HOLIDAYS, year, "public")) == public
    assert len(holidays_of(HOLIDAYS, year, "cuti_bersama")) == cuti_bersama
    assert sum(one.estimated for one in holidays_of(HOLIDAYS, year)) == estimated


def test_the_days_of_2026() -> None:
    days = " ".join(
        f"{one.day:%d-%m}" + ("c" if one.kind == "cuti_bersama" else "")
        for one in holidays_of(HOLIDAYS, 2026)
    )
    assert days == (
        "01-01 16-01 16-02c 17-02 18-03c 19-03 20-03c 21-03 22-03 23-03c 24-03c 03-04 05-04 01-05 14-05 15-05c "
        "27-05 28-05c 31-05 01-06 16-06 17-08 25-08 24-12c 25-12"
    )


def test_every_row_is_whole_and_no_day_stands_twice() -> None:
    assert max(Counter((one.day, one.kind) for one in HOLIDAYS).values()) == 1
    for one in HOLIDAYS:
        assert one.name_id
        assert one.name_en
        assert one.source
        assert "perkiraan" not in one.name_id
        assert one.treatment == "closed"


@pytest.mark.skipif(
    f"package holidays {make_holidays.PACKAGE_VERSION};" not in TABLE.read_text(encoding="utf-8"),
    reason="another version of the package may know the years better; the table is made anew by hand",
)
def test_the_table_is_what_the_tool_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_holidays.main(["--check"]) == 0, capsys.readouterr().out


def test_an_office_on_the_bundled_table() -> None:
    table = TABLE.read_text(encoding="utf-8")
    office = OfficeCalendar("Asia/Makassar", DEFAULT_WEEK, parse_holidays(table))
    assert office.add_working_days(date(2026, 3, 17), 1) == date(2026, 3, 25)
    limited = OfficeCalendar("Asia/Makassar", DEFAULT_WEEK, parse_holidays(table, cuti_bersama="limited"))
    assert limited.add_working_days(date(2026, 3, 17), 1) == date(2026, 3, 18)


@pytest.mark.parametrize(
    "text",
    ["", "holiday = 3", "[[holiday]]\ndate = 2026-01-01\n", "[[holiday]]\ndate = 'x'\nkind = 'public'"],
)
def test_another_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="table"):
        parse_holidays(text)
