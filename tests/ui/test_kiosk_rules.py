"""The kiosk's plain parts: pages, attention, the way of a visitor. No window, no database."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.ui.kiosk.attention import DONE_S, IDLE_S, LEAVE_S, NO_SLIP_S, NOTICE_S, Attention
from desktop.ui.kiosk.done import in_sentence
from desktop.ui.kiosk.flow import Flow
from desktop.ui.kiosk.screens import page_of
from desktop.ui.kiosk.states import Say, TileState


def tiles(count: int) -> list[TileState]:
    return [TileState("group", str(number), f"Kelompok {number}") for number in range(count)]


@given(count=st.integers(1, 40), room=st.integers(2, 8))
@settings(max_examples=60)
def test_pages_show_every_tile_once_and_lead_round(count: int, room: int) -> None:
    """From the first page on, the last tile leads through all pages and back; nothing is lost, nothing smaller."""
    seen: list[str] = []
    page = 0
    for _ in range(count + 1):
        shown = page_of(tiles(count), page, room)
        assert len(shown) <= room
        seen += [tile.value for tile in shown if tile.kind != "page"]
        if shown[-1].kind != "page":
            break
        page = int(shown[-1].value)
        if page == 0:
            break
    assert seen == [str(number) for number in range(count)]


def test_eight_groups_are_one_page_and_nine_are_two() -> None:
    assert len(page_of(tiles(8), 0, 8)) == 8
    first = page_of(tiles(9), 0, 8)
    assert len(first) == 8
    assert first[-1].line == Say("kiosk.page", {"page": 1, "pages": 2})


def ticks(attention: Attention, count: int, *, at_start: bool = False, done: bool = False) -> bool:
    left = False
    for _ in range(count):
        left = attention.tick(at_start=at_start, done=done)
    return left


def test_nobody_for_forty_seconds_is_asked_and_leaves_twenty_later() -> None:
    attention = Attention()
    assert not ticks(attention, IDLE_S - 1)
    assert attention.leaving_s is None
    ticks(attention, 1)
    assert attention.leaving_s == LEAVE_S
    assert not ticks(attention, LEAVE_S - 1)
    assert attention.leaving_s == 1
    assert ticks(attention, 1)


def test_a_touch_starts_again_however_often() -> None:
    attention = Attention()
    for _ in range(30):
        assert not ticks(attention, IDLE_S + LEAVE_S - 1)
        attention.touch()
        assert attention.leaving_s is None


def test_at_the_start_nobody_is_asked() -> None:
    attention = Attention()
    assert not ticks(attention, 3600, at_start=True)
    assert attention.leaving_s is None


def test_a_slip_that_fails_late_adds_what_is_missing_to_a_minute() -> None:
    attention = Attention()
    ticks(attention, 8, done=True)
    attention.last_screen(NO_SLIP_S)
    assert attention.left_s == NO_SLIP_S - 8
    attention.last_screen(NO_SLIP_S)
    assert attention.left_s == NO_SLIP_S - 8
    attention.touch()
    assert attention.left_s == NO_SLIP_S
    assert ticks(attention, NO_SLIP_S, done=True)
    assert DONE_S < NO_SLIP_S


def test_a_notice_goes_by_itself() -> None:
    attention = Attention()
    attention.tell(Say("kiosk.called"))
    ticks(attention, NOTICE_S - 1, at_start=True)
    assert attention.notice is not None
    ticks(attention, 1, at_start=True)
    assert attention.notice is None


def test_the_nik_shows_only_its_last_digit_while_it_is_typed() -> None:
    flow = Flow()
    for digit in "64710145":
        flow.type_nik(digit)
    assert flow.shown_nik() == "*******5"
    flow.type_nik("x")
    assert len(flow.digits) == 8
    flow.type_nik("clear")
    assert flow.shown_nik() == ""
    for digit in "64710145059000019999":
        flow.type_nik(digit)
    assert flow.digits == "6471014505900001"
    assert flow.shown_nik() == "647101********01"


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ("Surat hilang dari polisi", "surat hilang dari polisi"),
        ("KK asli", "KK asli"),
        ("KTP-el lama", "KTP-el lama"),
        ("F-1.02 Pendaftaran", "F-1.02 Pendaftaran"),
        ("", ""),
    ],
)
def test_a_paper_within_a_sentence(paper: str, said: str) -> None:
    assert in_sentence(paper) == said


def test_codes_take_letters_and_digits_only() -> None:
    flow: Any = Flow()
    for key in ("j", "7", "-", "é", "back", "2"):
        flow.type_code(key)
    assert flow.code == "J2"
