"""What is said about a person's data as typed: each bad input its code, errors and warnings apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.person_checks import NewNameRules, check_name, check_person, read_date, tidy_name

TODAY = date(2026, 11, 23)
NIK = "6471015708850001"  # invented; a woman born on 17 August 1985


def codes(found: Any) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("22-11-1990", date(1990, 11, 22)),
        ("22.11.1990", date(1990, 11, 22)),
        ("22/11/90", date(1990, 11, 22)),
        ("2/1/05", date(2005, 1, 2)),
        ("22111990", date(1990, 11, 22)),
        ("221190", date(1990, 11, 22)),
        ("22 11 1990", date(1990, 11, 22)),
        ("1990-11-22", date(1990, 11, 22)),
        ("22 November 1990", date(1990, 11, 22)),
        ("22 Nopember 1990", date(1990, 11, 22)),
        ("1 Mei 1990", date(1990, 5, 1)),
        ("1 agt 1990", date(1990, 8, 1)),
        ("29-02-2000", date(2000, 2, 29)),
        ("29/2/00", date(2000, 2, 29)),
        ("23/11/26", date(2026, 11, 23)),
        ("24/11/26", date(1926, 11, 24)),
        ("31-02-1990", "person.date_impossible"),
        ("31021990", "person.date_impossible"),
        ("31/2/90", "person.date_impossible"),
        ("31 Februari 1990", "person.date_impossible"),
        ("29-02-2001", "person.date_impossible"),
        ("00-01-1990", "person.date_impossible"),
        ("01-01-0000", "person.date_impossible"),
        ("11-22-1990", "person.date_month"),
        ("O1-O2-199O", "person.date_letters"),
        ("", "person.date_form"),
        ("besok", "person.date_form"),
        ("1-1", "person.date_form"),
        ("1990", "person.date_form"),
        ("1-1-199", "person.date_form"),
        ("22-11-1990-1", "person.date_form"),
    ],
)
def test_a_date_as_typed(typed: str, expected: date | str) -> None:
    read = read_date(typed, today=TODAY)
    assert (read.value or read.code) == expected


def test_the_letter_o_for_zero_is_offered_and_never_taken_over() -> None:
    read = read_date("O1-O2-199O", today=TODAY)
    assert (read.value, read.suggestion) == (None, "01-02-1990")
    found = check_person("6471O15708850OO1", "Suharto", None, None, today=TODAY).findings
    assert [(one.code, one.severity, one.suggestion) for one in found] == [("nik.letters", "error", NIK)]


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_date_is_read_in_every_form(day: date) -> None:
    for form in ("%d-%m-%Y", "%d%m%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %m %Y"):
        assert read_date(day.strftime(form), today=TODAY).value == day


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_dates_and_names(text: str) -> None:
    read = read_date(text, today=TODAY)
    assert (read.value is None) == (read.code is not None)
    check_name(text)
    assert tidy_name(tidy_name(text)) == tidy_name(text)


@pytest.mark.parametrize(
    ("name", "errors", "warnings"),
    [
        ("Suharto", [], []),
        ("X Æ", [], []),
        ("I Gusti Ayu Ngurah", [], []),
        ("D'Angelo, M.-T. Sa’adah", [], []),
        ("José Ñuñez", [], []),
        ("", ["person.name_missing"], []),
        (" \t ", ["person.name_missing"], []),
        ("x" * 300, ["person.name_long"], []),
        ("Rina 😀", ["person.name_emoji"], []),
        ("Rina ❤️", ["person.name_emoji"], []),
        ("Rina 👩🏽", ["person.name_emoji"], []),
        ("Rina\u202eWulandari", ["person.name_direction"], []),
        ("Rina\u200f", ["person.name_direction"], []),
        ("Rina\x00", ["person.name_control"], []),
        ("Rina\nWulandari", ["person.name_control"], []),
        ("Rina\u200bWulandari", ["person.name_control"], []),
        ("12345", ["person.name_no_letter"], []),
        ("...", ["person.name_no_letter"], []),
        ("عمر", [], ["person.name_right_to_left"]),
        ("Яна", [], ["person.name_not_latin"]),
        ("陳美玲", [], ["person.name_not_latin"]),
    ],
)
def test_a_name_as_typed(name: str, errors: list[str], warnings: list[str]) -> None:
    found = check_name(name)
    assert codes(one for one in found if one.is_error) == errors
    assert codes(one for one in found if not one.is_error) == warnings


def test_a_long_name_says_how_long() -> None:
    (found,) = check_name("x" * 300)
    assert found.args == {"length": 300, "most": 200}


def test_a_new_name_is_advised_and_never_refused() -> None:
    rules = NewNameRules()
    assert check_name("Siti Aminah", new=rules) == ()
    assert codes(check_name("Suharto", new=rules)) == ["person.name_new_words"]
    assert codes(check_name("M. Yusuf 2", new=rules)) == ["person.name_new_signs"]
    assert codes(check_name("Siti " * 13, new=rules)) == ["person.name_new_long"]
    assert not any(one.is_error for one in check_name("A.", new=rules))


def test_a_person_without_any_finding() -> None:
    checked = check_person("6471 0157 0885 0001", " Siti   Aminah ", "17-08-1985", "female", today=TODAY)
    assert checked.findings == ()
    assert (checked.ok, checked.nik.digits, checked.name) == (True, NIK, "Siti Aminah")
    assert checked.birth_date == date(1985, 8, 17)


@pytest.mark.parametrize(
    ("nik", "birth", "sex", "errors", "warnings"),
    [
        (NIK[:15], None, None, ["nik.length"], []),
        (NIK + "1", None, None, ["nik.length"], []),
        ("6471013102900001", None, None, ["nik.birth_date"], []),
        ("", None, None, ["nik.empty"], []),
        (NIK, "18-08-1985", None, [], ["nik.birth_date_differs"]),
        (NIK, None, "male", [], ["nik.sex_differs"]),
        (NIK, "31-02-1985", None, ["person.date_impossible"], []),
        (NIK, "24-11-2026", None, ["person.birth_future"], []),
        (NIK, "17-08-2085", None, ["person.birth_future"], []),
        (NIK, "17/8/85", None, [], ["person.birth_century"]),
        (NIK, "17-08-1885", None, [], ["nik.birth_date_differs", "person.birth_old"]),
        (NIK, date(1985, 8, 17), "female", [], []),
        (NIK, "", "female", [], []),
    ],
)
def test_errors_and_warnings_are_told_apart(
    nik: str, birth: Any, sex: Any, errors: list[str], warnings: list[str]
) -> None:
    checked = check_person(nik, "Siti Aminah", birth, sex, today=TODAY)
    assert codes(checked.errors) == errors
    assert codes(checked.warnings) == warnings
    assert checked.ok == (not errors)
    assert [one.severity for one in checked.findings] == ["error"] * len(errors) + ["warning"] * len(warnings)


def test_a_child_without_a_nik_and_several_findings_at_once() -> None:
    assert check_person("", "Bayi Sari", "23-11-2026", None, today=TODAY, nik_needed=False).findings == ()
    bad = check_person("12", "", "31-02-1990", None, today=TODAY)
    assert codes(bad.findings) == ["nik.length", "person.name_missing", "person.date_impossible"]
    assert codes(bad.at("birth_date")) == ["person.date_impossible"]
    assert bad.birth_date is None
    assert NIK not in repr(check_person(NIK + "9", "Siti", None, None, today=TODAY).findings)


def test_every_code_has_its_words() -> None:
    from desktop.ui.i18n import Texts

    texts = [Texts(language, strict=True) for language in ("id", "en")]
    seen = {*codes(check_name("x" * 300)), "person.name_missing", "person.date_form", "person.date_letters"}
    for code in seen:
        assert all(text.has(code) for text in texts), code
