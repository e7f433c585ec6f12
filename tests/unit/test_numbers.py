"""Ticket numbers, slip codes, file numbers: one form out, many forms in, and what the check catches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.domain.numbers import (
    SERIES_LETTERS,
    FileNumber,
    SlipCode,
    TicketNumber,
    check_character,
    format_ticket,
    is_checked,
    likely_file_numbers,
    parse_file_number,
    parse_slip_code,
    parse_ticket,
    read_code,
    slip_code,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILES = st.builds(
    FileNumber, st.sampled_from(SERIES_LETTERS), st.integers(2000, 2099), st.integers(1, 999_999)
)


@pytest.mark.parametrize(
    ("letter", "n", "text"), [("B", 87, "B087"), ("P", 1, "P001"), ("A", 999, "A999"), ("A", 1000, "A1000")]
)
def test_a_ticket_is_a_letter_and_three_digits_until_they_run_out(letter: str, n: int, text: str) -> None:
    assert format_ticket(letter, n) == text
    assert parse_ticket(text) == TicketNumber(letter, n)


@pytest.mark.parametrize(
    ("letter", "n"), [("b", 1), ("", 1), ("AB", 1), ("Ä", 1), ("A", 0), ("A", -1), ("A", 10_000)]
)
def test_no_ticket_number_outside_its_range(letter: str, n: int) -> None:
    with pytest.raises(ValueError, match="ticket"):
        format_ticket(letter, n)


@pytest.mark.parametrize("text", ["b87", "B 087", " b-O87 ", "B.087", "B08\u20107", "b0087"])
def test_a_ticket_is_read_as_people_type_it(text: str) -> None:
    assert parse_ticket(text) == TicketNumber("B", 87)


@pytest.mark.parametrize("text", ["", "B", "087", "BB87", "B000", "B12345", "B-", "Б087", "B٠٨٧"])
def test_what_is_no_ticket_number_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_ticket(text)
    assert refused.value.code == "number.ticket_form"


def test_the_slip_code_is_the_one_of_the_contract() -> None:
    assert slip_code(date(2026, 11, 23), "B", 87) == "T261123B087"
    assert parse_slip_code("T261123B087") == SlipCode(date(2026, 11, 23), TicketNumber("B", 87))
    assert parse_slip_code(" t26 1123 bo87 ").code == "T261123B087"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(ALPHABET[10:]), st.integers(1, 9999))
@settings(max_examples=60)
def test_every_slip_code_reads_back(day: date, letter: str, n: int) -> None:
    assert parse_slip_code(slip_code(day, letter, n)) == SlipCode(day, TicketNumber(letter, n))


@pytest.mark.parametrize(
    "text", ["T261323B087", "T260230B087", "X261123B087", "T261123B87", "T261123B000", "T2611238087", ""]
)
def test_what_is_no_slip_code_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"number\.slip_form"):
        parse_slip_code(text)


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("A12425GABC1234002") == "M"  # a published example of MOD 37,36
    assert is_checked("A12425GABC1234002M")
    assert not is_checked("A12425GABC1234003M")
    assert not is_checked("M")
    assert not is_checked("a1")
    assert not is_checked("")


def test_a_file_number_has_one_code_and_one_text() -> None:
    number = FileNumber("K", 2026, 4866)
    assert number.code == "K26004866" + check_character("K26004866")
    assert number.text == f"K26-004866-{number.code[-1]}" == str(number)


@pytest.mark.parametrize(
    ("series", "year", "n"),
    [
        ("T", 2026, 1),
        ("O", 2026, 1),
        ("I", 2026, 1),
        ("k", 2026, 1),
        ("", 2026, 1),
        ("K", 26, 1),
        ("K", 2026, 0),
        ("K", 2026, 1_000_000),
    ],
)
def test_no_file_number_outside_its_range(series: str, year: int, n: int) -> None:
    with pytest.raises(ValueError, match=r"series|year|number"):
        FileNumber(series, year, n)


@given(FILES, st.sampled_from(["", " ", "-", ".", " \u2013 "]), st.booleans(), st.booleans())
@settings(max_examples=100)
def test_a_file_number_is_read_in_every_form(
    number: FileNumber, gap: str, lower: bool, letters: bool
) -> None:
    code = number.code
    digits = code[1:9].replace("0", "O").replace("1", "I") if letters else code[1:9]
    typed = gap.join([code[0], digits[:2], digits[2:], code[9]])
    assert parse_file_number(typed.lower() if lower else typed) == number


@given(FILES, st.data())
@settings(max_examples=150)
def test_every_single_wrong_character_is_caught(number: FileNumber, data: st.DataObject) -> None:
    code = number.code
    at = data.draw(st.integers(0, 9))
    wrong = data.draw(st.sampled_from([character for character in ALPHABET if character != code[at]]))
    assert not is_checked(code[:at] + wrong + code[at + 1 :])


def test_single_errors_are_caught_everywhere_in_one_number() -> None:
    code = FileNumber("K", 2026, 4866).code
    for at in range(10):
        for wrong in set(ALPHABET) - {code[at]}:
            assert not is_checked(code[:at] + wrong + code[at + 1 :])


@given(st.text(ALPHABET, min_size=2, max_size=12), st.data())
@settings(max_examples=200)
def test_a_swap_is_missed_only_for_the_one_pair_that_the_standard_leaves(
    body: str, data: st.DataObject
) -> None:
    code = body + check_character(body)
    at = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped != code and is_checked(swapped):
        # MOD 37,36 doubles modulo 37: 18 and 19 alone meet, so only adjacent values can hide.
        difference = (ALPHABET.index(code[at]) - ALPHABET.index(code[at + 1])) % 36
        assert difference in (1, 35)


def test_at_each_place_at_most_one_pair_can_be_swapped_unseen() -> None:
    for before in ALPHABET:
        missed = set()
        for first in ALPHABET:
            for second in ALPHABET:
                code = before + first + second
                whole = code + check_character(code)
                if first != second and is_checked(before + second + first + whole[-1]):
                    missed.add(frozenset((first, second)))
        assert len(missed) <= 1


@given(FILES, st.data())
@settings(max_examples=150)
def test_a_mistyped_file_number_is_refused_or_reads_as_itself_and_the_right_one_is_offered(
    number: FileNumber, data: st.DataObject
) -> None:
    code = number.code
    at = data.draw(st.integers(1, 8))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    typed = code[:at] + wrong + code[at + 1 :]
    if code[9] in "OI01":  # the one place where a look-alike is read as meant
        return
    with pytest.raises(UserError) as refused:
        parse_file_number(typed)
    assert refused.value.code == "number.file_check" or int(typed[3:9]) == 0
    assert number in likely_file_numbers(typed, limit=50)


def test_a_swap_is_the_first_thing_offered() -> None:
    number = FileNumber("K", 2026, 4866)
    typed = number.code.replace("4866", "8466")
    assert likely_file_numbers(typed, years={2026}, series={"K"})[0] == number
    with pytest.raises(UserError) as refused:
        parse_file_number(typed)
    likely = refused.value.details["likely"]
    assert isinstance(likely, list)
    assert number.text in likely
    assert len(likely) <= 5


@pytest.mark.parametrize(
    "text", ["", "K26-004866", "K26-004866-77", "026-004866-7", "K2A-004866-7", "K26-000000-7"]
)
def test_what_is_no_file_number_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"number\.file"):
        parse_file_number(text)


def test_one_box_reads_every_code() -> None:
    file_number = FileNumber("K", 2026, 4866)
    assert read_code("t261123b087") == SlipCode(date(2026, 11, 23), TicketNumber("B", 87))
    assert read_code(file_number.text) == file_number
    assert read_code("b 87") == TicketNumber("B", 87)
    with pytest.raises(UserError, match=r"number\.unknown"):
        read_code("8991002101234")
    with pytest.raises(UserError, match=r"number\.file_check"):
        read_code(file_number.code[:-1] + ("A" if file_number.code[-1] != "A" else "B"))


def test_a_receipts_address_is_read_as_its_number() -> None:
    code = FileNumber("K", 2026, 4866).code
    for text in (f"https://teluksari.example/b/{code}", f"https://teluksari.example/cek?n={code}", f"{code}"):
        assert read_code(text) == FileNumber("K", 2026, 4866)
        assert parse_file_number(text) == FileNumber("K", 2026, 4866)
