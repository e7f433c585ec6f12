"""What the display lets the voice say: each announcement once, in order, the same number that is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.errors import EnvironmentFault
from desktop.domain.speech import call_clips, words_of
from desktop.office.live.display import DisplayCall, HallCalls, Words
from desktop.ui.display.calls import CallBook
from desktop.ui.theme import apply
from desktop.ui.voice.announcer import Announcer
from tests.ui.display_hall import AMBER, TWO_PM, Hall, fill
from tests.ui.voice_stand_ins import ManualClock, RecordingOutput, shipped_bank


@pytest.fixture
def hall(sqlite_url: str, qtbot: QtBot, qapp) -> Iterator[Hall]:
    hall = Hall(sqlite_url, qtbot)
    apply(qapp, hall.theme)
    yield hall
    hall.close()


def test_nothing_old_is_spoken_at_the_start(hall: Hall) -> None:
    hall.issue(3)
    hall.call(1)
    hall.call(2)
    window = hall.window()
    assert hall.voice.announced == []
    assert fill(window.card) == AMBER  # but whoever is still called is shown
    hall.tasks.advance(0.5)
    assert fill(window.card) == AMBER  # and does not flash
    hall.call(3)
    assert hall.voice.numbers == [("A003", "3")]


def test_each_announcement_is_spoken_exactly_once_in_order(hall: Hall) -> None:
    hall.window()
    hall.issue(4)
    for counter in (3, 1, 2):
        hall.call(counter, quiet=True)
    for _ in range(3):
        hall.tasks.tell()
    hall.tasks.advance(30)
    assert hall.voice.numbers == [("A001", "3"), ("A002", "1"), ("A003", "2")]
    hall.recall(1)
    hall.tasks.tell()
    assert hall.voice.numbers[3:] == [("A002", "1")]
    assert len({call.call_id for call in hall.voice.announced}) == 4


def test_served_missed_or_taken_back_is_withdrawn(hall: Hall) -> None:
    hall.window()
    hall.issue(3)
    hall.call(1)
    hall.call(2)
    step = hall.call(3)
    tickets = [call.ticket for call in hall.voice.announced]
    hall.serve(1)
    assert hall.voice.withdrawn == tickets[:1]
    hall.miss(2)
    assert hall.voice.withdrawn == tickets[:2]
    hall.take_back(3, step)
    assert hall.voice.withdrawn == tickets


def test_what_was_called_and_served_between_two_looks_is_not_spoken(hall: Hall) -> None:
    window = hall.window()
    hall.issue(2)
    hall.call(1, quiet=True)
    hall.serve(1)
    assert hall.voice.announced == []
    assert window._screen.card is not None
    assert window._screen.card.label == "A001"


def test_after_a_lost_link_only_fresh_calls_are_spoken(hall: Hall) -> None:
    window = hall.window()
    hall.issue(3)
    hall.tasks.tell_connection(EnvironmentFault("database.unreachable"))
    hall.call(1, quiet=True)
    hall.clock.current += timedelta(minutes=5)
    hall.call(2, quiet=True)
    hall.tasks.tell_connection(None)
    assert hall.voice.numbers == [("A002", "2")]
    assert [(row.label, row.called) for row in window._screen.rows] == [("A001", True)]


def test_the_zone_speaks_only_its_own_calls(hall: Hall) -> None:
    hall.zones(A="1", B="2")
    hall.window(zone="B")
    hall.issue(2)
    hall.call(1)
    hall.call(2)
    assert hall.voice.numbers == [("A002", "2")]


def test_ctrl_f2_says_the_last_calls(hall: Hall, qtbot: QtBot) -> None:
    window = hall.window()
    hall.issue(5)
    for counter in (1, 2, 3, 4):
        hall.call(counter)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier)
    assert hall.voice.said == [
        call_clips(number, counter, "id") for number, counter in (("A004", "4"), ("A003", "3"), ("A002", "2"))
    ]
    assert len(hall.voice.announced) == 4


def test_ctrl_f2_in_both_languages(hall: Hall) -> None:
    hall.setting(languages="both")
    window = hall.window()
    hall.issue(1)
    hall.call(7)
    window.presenter.say_last()
    assert [words_of(clips) for clips in hall.voice.said] == [
        "Nomor antrean A nol nol satu, silakan menuju loket tujuh",
        "Number A zero zero one, please go to counter seven",
    ]


def test_the_office_s_wishes_reach_the_voice_once(hall: Hall) -> None:
    hall.setting(languages="both", voice={"style": "cardinal", "volume": 3, "repeat": False})
    hall.window()
    hall.tasks.advance(60)
    (heard,) = hall.voice.settings
    assert (heard.mode, heard.style, heard.volume, heard.repeat) == ("id+en", "cardinal", 1.0, False)


def test_a_quieter_pc_is_quieter(hall: Hall) -> None:
    hall.setting(voice={"volume": 0.8})
    hall.window(volume=0.5)
    assert hall.voice.settings[-1].volume == pytest.approx(0.4)


def test_the_voice_is_prepared_once_the_window_is_painted_and_closed_with_it(
    hall: Hall, qtbot: QtBot
) -> None:
    window = hall.window()
    qtbot.waitUntil(lambda: hall.voice.prepared == 1)
    window.close()
    assert hall.voice.closed
    hall.issue(1)
    hall.call(1)
    assert hall.voice.announced == []


def test_a_real_announcer_without_a_device_shows_the_mark(hall: Hall, qtbot: QtBot) -> None:
    clock = ManualClock()
    output = RecordingOutput(clock)
    output.present = False
    announcer = Announcer(shipped_bank, output=output, clock=clock)
    window = hall.window(voice=announcer)
    qtbot.waitUntil(lambda: announcer.available is False)
    assert window.header.sound is False
    hall.issue(1)
    hall.call(1)
    assert fill(window.card) == AMBER
    output.set_present(True)
    assert window.header.sound is True


def test_three_calls_at_once_queue_only_in_the_voice(hall: Hall, qtbot: QtBot) -> None:
    clock = ManualClock()
    output = RecordingOutput(clock)
    announcer = Announcer(shipped_bank, output=output, clock=clock)
    started: list[str] = []
    announcer.started.connect(started.append)
    window = hall.window(voice=announcer)
    hall.issue(3)
    for counter in (1, 2, 3):
        hall.call(counter, quiet=True)
    hall.tasks.tell()
    assert window._screen.card is not None
    assert window._screen.card.label == "A003"
    assert len(window._screen.rows) == 2
    assert len(started) == 1
    clock.run_all()
    assert len(started) == 3
    assert output.overlaps == 0


# ---- the number that is heard is the number that is shown ---------------------------------------------------


class _HeardCalls(Announcer):
    """Keeps the clips of every first saying."""

    def __init__(self) -> None:
        clock = ManualClock()
        self.stand_in = clock
        self.heard: list[str] = []
        super().__init__(shipped_bank, output=RecordingOutput(clock), clock=clock)

    def _begin(self, now, saying) -> None:
        if now.call is not None and now.repeat:
            self.heard.append(words_of(saying.clips))
        super()._begin(now, saying)


LABELS = st.builds(lambda letter, number: f"{letter}{number:03d}", st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                   st.integers(1, 999))  # fmt: skip
_DIGITS = dict(
    zip("0123456789", "nol satu dua tiga empat lima enam tujuh delapan sembilan".split(), strict=True)
)


@settings(max_examples=25, deadline=None)
@given(label=LABELS)
def test_the_voice_says_the_number_that_the_card_shows(label: str, qapp, qtbot_free_hall: Hall) -> None:
    hall = qtbot_free_hall
    announcer = _HeardCalls()
    window = hall.window(voice=announcer)
    hall.issue(1)
    waiting = hall.next_label()
    hall.rename(waiting, label)
    hall.call(3)
    assert window._screen.card is not None
    shown = window._screen.card.label
    assert shown == label
    digits = " ".join(_DIGITS[digit] for digit in shown[1:])
    assert announcer.heard == [f"Nomor antrean {shown[0]} {digits}, silakan menuju loket tiga"]
    hall.miss(3)
    hall.rename(label, waiting)
    hall.windows.remove(window)
    window.close()


@pytest.fixture(scope="module")
def qtbot_free_hall(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, qapp) -> Iterator[Hall]:
    """One office for all examples of the property."""
    path = tmp_path_factory.mktemp("hall") / "loket.sqlite"
    shutil.copyfile(sqlite_template, path)
    hall = Hall(f"sqlite:///{path}", None)
    apply(qapp, hall.theme)
    yield hall
    hall.close()


# ---- the book of calls --------------------------------------------------------------------------------------


def seen_call(ticket: int, announce_no: int, state: str, again: bool = False) -> DisplayCall:
    return DisplayCall(
        call_id=f"c{ticket}",
        ticket_id=f"t{ticket}",
        label=f"A{ticket:03d}",
        counter="1",
        times=1,
        announce_no=announce_no,
        announced_at_utc=TWO_PM,
        state=state,  # type: ignore[arg-type]
        called_again=again,
        group=Words("", ""),
    )


steps = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["announce", "serve", "end", "hide"])), max_size=40
)


@settings(max_examples=200, deadline=None)
@given(steps=steps, looks=st.lists(st.booleans(), min_size=40, max_size=40))
def test_every_announcement_is_spoken_at_most_once_and_what_is_open_is_never_missed(
    steps: list[tuple[int, str]], looks: list[bool]
) -> None:
    """Whatever happens between looks: nothing twice, nothing unserved unsaid, served ones withdrawn."""
    book = CallBook()
    calls: dict[int, DisplayCall] = {}
    number = 0
    spoken: list[tuple[str, int]] = []
    unsaid: set[str] = set()  # as a voice that never gets round to speaking would keep them

    def look() -> None:
        ordered = tuple(sorted(calls.values(), key=lambda call: -call.announce_no))
        news = book.look(HallCalls(ordered, TWO_PM + timedelta(seconds=1)))
        unsaid.difference_update(news.withdrawn)
        for call in news.spoken:
            spoken.append((call.call_id, call.announce_no))
            unsaid.add(call.ticket_id)

    look()
    for (ticket, what), see in zip(steps, looks, strict=False):
        if what == "announce":
            number += 1
            calls[ticket] = seen_call(ticket, number, "called")
        elif ticket in calls and what == "hide":
            del calls[ticket]
        elif ticket in calls:
            calls[ticket] = seen_call(
                ticket, calls[ticket].announce_no, "serving" if what == "serve" else "ended"
            )
        if see:
            look()
    look()
    assert len(spoken) == len(set(spoken))
    waiting = {call.ticket_id for call in calls.values() if call.state == "called"}
    assert {call_id for call_id, _ in spoken} >= {f"c{ticket[1:]}" for ticket in waiting}
    assert unsaid == waiting


def test_a_call_uncovered_by_a_taken_back_one_is_not_news() -> None:
    book = CallBook()
    old = seen_call(1, 1, "ended")
    first = HallCalls((seen_call(2, 2, "called"),), datetime(2026, 11, 23, 7, tzinfo=UTC))
    book.look(first)
    news = book.look(HallCalls((old,), first.now_utc))
    assert news.spoken == ()
