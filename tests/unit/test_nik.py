"""The NIK against the office's own table of cases. All numbers here are made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.nik import check_nik, daily_hash, mask_nik

TODAY = date(2026, 11, 23)
KEY = b"a key of the office, for tests"


@pytest.mark.parametrize(
    ("digits", "sex", "born"),
    [
        ("6471011708450001", "male", date(1945, 8, 17)),
        ("6471015708450001", "female", date(1945, 8, 17)),
        ("9501012902000012", "male", date(2000, 2, 29)),
        ("9603016902960012", "female", date(1996, 2, 29)),
    ],
)
def test_a_good_number_tells_sex_and_birth_date(digits: str, sex: str, born: date) -> None:
    result = check_nik(digits, today=TODAY)
    assert result.ok
    assert result.warnings == ()
    assert result.sex == sex
    assert result.birth_dates == (born,)


def test_the_century_stays_open_until_the_birth_date_is_known() -> None:
    result = check_nik("6471010101200001", today=TODAY)
    assert result.birth_dates == (date(2020, 1, 1), date(1920, 1, 1))
    assert check_nik("6471010101200001", today=TODAY, birth_date=date(1920, 1, 1)).warnings == ()


def test_a_birth_later_this_year_was_a_century_ago() -> None:
    assert check_nik("6471012411260001", today=TODAY).birth_dates == (date(1926, 11, 24),)
    assert check_nik("6471012311260001", today=TODAY).birth_dates[0] == TODAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6471013102900001", "nik.birth_date"),
        ("6471017102010001", "nik.birth_date"),
        ("6471010013900001", "nik.birth_date"),
        ("6471010001900001", "nik.birth_date"),
        ("6471014001900001", "nik.birth_date"),
        ("6471012902010001", "nik.birth_date"),
        ("6471011708450000", "nik.serial"),
        ("647101170845001", "nik.length"),
        ("64710117084500012", "nik.length"),
        ("", "nik.empty"),
        (" - . ", "nik.empty"),
        ("64710117O8450001", "nik.letters"),
        ("６４７１０１１７０８４５０００１", "nik.letters"),
        ("6471011708450001x", "nik.letters"),
        ("0647101100100001", "nik.temporary"),
        ("0", "nik.length"),
        ("2071011708450001", "nik.province"),
        ("6400011708450001", "nik.region"),
        ("6471001708450001", "nik.region"),
    ],
)
def test_a_number_that_cannot_be_is_refused(text: str, code: str) -> None:
    assert check_nik(text, today=TODAY).errors == (code,)


@pytest.mark.parametrize("day", [*range(32, 41), *range(72, 100), 0])
def test_no_such_day(day: int) -> None:
    assert check_nik(f"647101{day:02d}0190 0001", today=TODAY).errors == ("nik.birth_date",)


@pytest.mark.parametrize("province", ["65", "92", "93", "94", "95", "96"])
def test_the_new_provinces_are_known(province: str) -> None:
    assert check_nik(f"{province}01011708450001", today=TODAY).ok


def test_spaces_dots_and_dashes_are_ignored() -> None:
    assert check_nik(" 647101-170845.0001 ", today=TODAY).digits == "6471011708450001"


def test_a_letter_is_refused_and_the_number_meant_is_offered() -> None:
    result = check_nik("64710I17O8450001", today=TODAY)
    assert result.errors == ("nik.letters",)
    assert result.suggestion == "6471011708450001"
    assert check_nik("64710A1708450001", today=TODAY).suggestion is None


def test_what_is_known_already_only_warns() -> None:
    result = check_nik("6471011708450001", today=TODAY, birth_date=date(1946, 8, 17), sex="female")
    assert result.ok
    assert result.warnings == ("nik.birth_date_differs", "nik.sex_differs")
    assert check_nik("6471011708450001", today=TODAY, birth_date=date(1945, 8, 17), sex="male").warnings == ()


def test_an_old_district_only_warns() -> None:
    result = check_nik("6473011708450001", today=TODAY, knows_district={"647101"}.__contains__)
    assert result.ok
    assert result.warnings == ("nik.district_unknown",)


def test_import_takes_a_serial_of_zero_with_a_warning() -> None:
    result = check_nik("6471011708450000", today=TODAY, importing=True)
    assert result.ok
    assert result.warnings == ("nik.serial_suspicious",)


def test_a_temporary_number_passes_only_where_allowed() -> None:
    result = check_nik("0647101100100001", today=TODAY, allow_temporary=True)
    assert result.ok
    assert result.temporary
    assert result.warnings == ("nik.temporary_taken",)
    assert result.birth_dates == ()
    assert result.sex is None
    assert check_nik("0207101100100001", today=TODAY, allow_temporary=True).errors == ("nik.province",)
    assert check_nik("0647101100100000", today=TODAY, allow_temporary=True).errors == ("nik.serial",)


@given(st.dates(date(1930, 1, 1), TODAY), st.booleans(), st.integers(1, 9999))
@settings(max_examples=100)
def test_every_birth_up_to_today_makes_a_good_number(born: date, woman: bool, serial: int) -> None:
    digits = f"647101{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"
    result = check_nik(digits, today=TODAY, birth_date=born, sex="female" if woman else "male")
    assert result.ok
    assert result.warnings == ()


@given(st.text(max_size=20))
@settings(max_examples=100)
def test_no_text_breaks_the_check(text: str) -> None:
    check_nik(text, today=TODAY)


def test_the_mask_shows_the_first_six_and_the_last_two() -> None:
    assert mask_nik("6471011708450001") == "647101********01"
    assert mask_nik("647101") == "******"
    assert mask_nik("") == ""


def test_the_daily_hash_holds_for_one_day_and_one_key() -> None:
    one = daily_hash(KEY, TODAY, "6471011708450001")
    assert len(one) == 64
    assert int(one, 16) >= 0
    assert daily_hash(KEY, TODAY, "6471-0117-0845-0001") == one
    others = {
        daily_hash(KEY, date(2026, 11, 24), "6471011708450001"),
        daily_hash(KEY + b"!", TODAY, "6471011708450001"),
        daily_hash(KEY, TODAY, "6471011708450002"),
    }
    assert one not in others
    assert len(others) == 3
    with pytest.raises(ValueError, match="16 bytes"):
        daily_hash(b"short", TODAY, "6471011708450001")
    with pytest.raises(ValueError, match="16 digits"):
        daily_hash(KEY, TODAY, "647101")
