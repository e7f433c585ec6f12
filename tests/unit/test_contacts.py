"""Telephone numbers and e-mail addresses as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.contacts import (
    check_email,
    check_phone,
    mask_email,
    mask_phone,
    read_email,
    read_phone,
    show_phone,
    whatsapp_link,
)

STORED = "+6281254321098"


@pytest.mark.parametrize(
    "typed",
    [
        "0812-5432-1098",
        "0812 5432 1098",
        "0812.5432.1098",
        "081254321098",
        "81254321098",
        "6281254321098",
        "+62 812-5432-1098",
        "+62 0812 5432 1098",
        "0062 812 5432 1098",
        "(0812) 54321098",
        "0812–5432–1098",
        " 0812 5432 1098 ",
        "０８１２５４３２１０９８",
    ],
)
def test_one_number_in_many_forms(typed: str) -> None:
    phone = read_phone(typed)
    assert (phone.stored, phone.shown, phone.kind, phone.findings) == (STORED, "0812-5432-1098", "mobile", ())


def test_a_landline_needs_its_area_code() -> None:
    phone = read_phone("(0542) 876543")
    assert (phone.stored, phone.shown, phone.kind) == ("+62542876543", "(0542) 876543", "landline")
    assert read_phone("876543").findings[0].code == "person.phone_length"  # 8 begins a mobile number
    assert read_phone("555010").findings[0].code == "person.phone_form"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "person.phone_missing"),
        ("  -  ", "person.phone_missing"),
        ("08125432", "person.phone_length"),
        ("081254321", "person.phone_length"),
        ("08125432109876", "person.phone_length"),
        ("112", "person.phone_form"),
        ("+65 8123 4567", "person.phone_foreign"),
        ("tidak ada", "person.phone_letters"),
        ("0812-5432-1098 / 0813", "person.phone_length"),
        ("0812😀", "person.phone_letters"),
        ("+", "person.phone_letters"),
    ],
)
def test_what_is_refused(typed: str, code: str) -> None:
    phone = read_phone(typed)
    assert [one.code for one in phone.findings] == [code]
    assert phone.findings[0].is_error
    assert (phone.ok, phone.stored, phone.shown) == (False, "", "")


def test_ten_to_thirteen_digits() -> None:
    for length in range(6, 18):
        assert read_phone("0812" + "3" * (length - 4)).ok == (10 <= length <= 13)


def test_the_letter_o_is_offered_as_zero() -> None:
    (found,) = read_phone("O812-5432-1O98").findings
    assert (found.code, found.suggestion) == ("person.phone_letters", "0812-5432-1098")


def test_an_unknown_beginning_only_warns() -> None:
    phone = read_phone("0800-1234-567")
    assert phone.ok
    assert [one.severity for one in phone.findings] == ["warning"]


def test_links_and_masks() -> None:
    assert whatsapp_link(STORED) == "https://wa.me/6281254321098"
    assert whatsapp_link("+62542876543") is None
    assert whatsapp_link("tidak ada") is None
    assert mask_phone(STORED) == "*********098"
    assert mask_phone("12345") == "*****"
    assert mask_phone("") == ""
    assert show_phone(STORED) == "0812-5432-1098"
    assert show_phone("lama") == "lama"
    assert mask_email("rina.w@contoh.id") == "r***@contoh.id"
    assert mask_email("rusak") == "*****"
    assert check_phone("  ") == ()
    assert check_email("") == ()


@pytest.mark.parametrize("typed", ["rina@contoh.id", " rina.w+ktp@loket.contoh.CO.ID ", "a_b-c@x1.museum"])
def test_an_address_that_is_taken(typed: str) -> None:
    email = read_email(typed)
    local, _, domain = typed.strip().partition("@")
    assert (email.stored, email.findings) == (f"{local}@{domain.casefold()}", ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "person.email_missing"),
        ("rina", "person.email_form"),
        ("rina@", "person.email_form"),
        ("@contoh.id", "person.email_form"),
        ("rina@contoh", "person.email_form"),
        ("rina@contoh..id", "person.email_form"),
        ("rina.@contoh.id", "person.email_form"),
        ("ri na@contoh.id", "person.email_form"),
        ("rina@con toh.id", "person.email_form"),
        ("rina@contoh.1d", "person.email_form"),
        ("rina@-contoh.id", "person.email_form"),
        ("rina@contoh.id\nBcc: x@y.id", "person.email_form"),
        ("r" * 65 + "@contoh.id", "person.email_form"),
        ("rina@" + "x" * 260 + ".id", "person.email_long"),
    ],
)
def test_an_address_that_is_refused(typed: str, code: str) -> None:
    email = read_email(typed)
    assert [one.code for one in email.findings] == [code]
    assert not email.ok


def test_a_mistyped_provider_is_asked_about() -> None:
    email = read_email("rina@gmail.con")
    assert email.ok
    assert email.findings[0].suggestion == "rina@gmail.com"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_nothing_breaks_the_reading_and_what_is_stored_reads_as_itself(text: str) -> None:
    phone, email = read_phone(text), read_email(text)
    assert phone.ok != any(one.is_error for one in phone.findings)
    assert not phone.ok or read_phone(phone.stored).stored == phone.stored == read_phone(phone.shown).stored
    assert not email.ok or read_email(email.stored).stored == email.stored


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 9), st.text("0123456789", min_size=4, max_size=10))
def test_every_number_that_is_stored_is_shown_and_read_again(first: int, rest: str) -> None:
    for typed in (f"0{first}{rest}", f"+62{first}{rest}"):
        phone = read_phone(typed)
        if phone.ok:
            assert phone.stored == f"+62{first}{rest}"
            assert read_phone(phone.shown).stored == phone.stored
