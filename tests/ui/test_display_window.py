"""The display's window, looked at by its pixels: what is painted when, and that nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desktop.domain.errors import EnvironmentFault
from desktop.models.catalogue import ServiceVersion
from desktop.ui.display.state import CardState
from desktop.ui.display.view import DisplayView
from desktop.ui.theme import apply
from tests.ui.display_hall import AMBER, WHITE, Hall, fill

SIZES = [(1920, 1080), (1366, 768), (1080, 1920), (1280, 1024)]


@pytest.fixture
def hall(sqlite_url: str, qtbot: QtBot, qapp) -> Iterator[Hall]:
    hall = Hall(sqlite_url, qtbot)
    apply(qapp, hall.theme)
    yield hall
    hall.close()


def rows(window: DisplayView) -> list[tuple[str, str, bool]]:
    return [(row.label, row.counter, row.called) for row in window._screen.rows]


def card(window: DisplayView) -> CardState:
    assert window._screen.card is not None
    return window._screen.card


# ---- the call -----------------------------------------------------------------------------------------------


def test_a_call_is_amber_in_the_same_turn_of_the_event_loop(hall: Hall) -> None:
    window = hall.window()
    hall.issue(2)
    assert fill(window.card) == WHITE
    hall.call(4)
    # No event loop has turned since the call.
    assert fill(window.card) == AMBER
    assert (card(window).label, card(window).counter) == ("A001", "4")


def test_painting_does_not_wait_for_the_event_loop(hall: Hall) -> None:
    window = hall.window()
    painted: list[str] = []
    window.card.after_paint = lambda: painted.append(card(window).label)
    hall.issue(1)
    hall.call(2)
    assert painted == ["A001"]


def test_amber_and_white_in_turn_for_eight_seconds_then_steady_until_served(hall: Hall) -> None:
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    colours = []
    for _ in range(20):
        hall.tasks.advance(0.5)
        colours.append(fill(window.card))
    assert colours == [WHITE, AMBER] * 7 + [WHITE] + [AMBER] * 5
    hall.tasks.advance(300)
    assert fill(window.card) == AMBER
    hall.serve(1)
    assert fill(window.card) == WHITE
    assert window.card.accessibleName() == "Terakhir dipanggil: A001, loket 1"


def test_served_within_the_eight_seconds_is_white_at_once(hall: Hall) -> None:
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    hall.tasks.advance(1)
    hall.serve(1)
    for _ in range(12):
        hall.tasks.advance(0.5)
        assert fill(window.card) == WHITE


def test_no_show_takes_the_amber_away(hall: Hall) -> None:
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    hall.miss(1)
    assert fill(window.card) == WHITE


def test_the_trace_tells_when_a_call_is_on_the_screen(hall: Hall, qtbot: QtBot) -> None:
    window = hall.window()
    assert [event for event, _ in hall.tasks.traces] == ["window.painted", "window.loaded"]
    hall.issue(2)
    hall.call(3)
    hall.call(4)
    calls = [row.announce_no for row in reversed(window.presenter._book.calls)]
    qtbot.waitUntil(lambda: len(hall.tasks.traces) == 4)
    assert hall.tasks.traces[2:] == [
        ("call.painted", {"label": "A001", "announce_no": calls[0]}),
        ("call.painted", {"label": "A002", "announce_no": calls[1]}),
    ]


def test_a_recall_says_second_call_and_flashes_again(hall: Hall) -> None:
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    hall.tasks.advance(30)
    hall.recall(1)
    assert window.card._side(card(window)) == "display.second_call"
    assert "side" in window.card.text_rects
    hall.tasks.advance(0.5)
    assert fill(window.card) == WHITE
    hall.recall(1)
    hall.recall(1)
    assert (card(window).times, window.card._side(card(window))) == (4, "display.later_call")


def test_a_call_repeated_during_service_flashes_and_comes_to_rest(hall: Hall) -> None:
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    hall.serve(1)
    hall.tasks.advance(60)
    hall.recall(1)
    assert fill(window.card) == AMBER
    hall.tasks.advance(9)
    assert fill(window.card) == WHITE
    assert card(window).lit is False


def test_taken_back_the_call_is_gone_and_the_former_one_is_back(hall: Hall) -> None:
    window = hall.window()
    hall.issue(2)
    hall.call(1)
    hall.serve(1)
    step = hall.call(2)
    assert card(window).label == "A002"
    hall.take_back(2, step)
    assert (card(window).label, card(window).lit) == ("A001", False)
    assert fill(window.card) == WHITE
    assert rows(window) == []


# ---- the list -----------------------------------------------------------------------------------------------


def test_three_calls_at_once_the_newest_has_the_card_the_others_stand_marked(hall: Hall) -> None:
    window = hall.window()
    hall.issue(3)
    for counter in (5, 6, 7):
        hall.call(counter, quiet=True)
    hall.tasks.tell()
    assert card(window).label == "A003"
    assert rows(window) == [("A002", "6", True), ("A001", "5", True)]
    assert ["mark" in one for one in window.last.text_rects] == [True, True]
    hall.serve(6)
    assert rows(window) == [("A002", "6", False), ("A001", "5", True)]
    assert "dipanggil" in window.last.accessibleName()


def test_the_last_five_calls_stand_below_the_card_newest_first(hall: Hall) -> None:
    window = hall.window()
    hall.issue(8)
    for counter in range(1, 9):
        hall.call(counter)
        hall.serve(counter)
    assert card(window).label == "A008"
    assert [label for label, _, _ in rows(window)] == ["A007", "A006", "A005", "A004", "A003"]


def test_who_has_not_come_does_not_drop_out_for_somebody_who_has(hall: Hall) -> None:
    window = hall.window()
    hall.issue(8)
    hall.call(1)
    for counter in range(2, 9):
        hall.call(counter)
        hall.serve(counter)
    assert [label for label, _, _ in rows(window)] == ["A007", "A006", "A005", "A004", "A001"]
    assert rows(window)[-1] == ("A001", "1", True)


def test_a_deep_hall_has_three_larger_rows(hall: Hall) -> None:
    plain = hall.window()
    hall.setting(last_calls=3)
    deep = hall.window()
    hall.issue(6)
    for counter in range(1, 7):
        hall.call(counter)
        hall.serve(counter)
    assert len(rows(deep)) == 3
    assert deep.last.factor() > plain.last.factor()
    assert deep.last.text_rects[0]["number"].height() > plain.last.text_rects[0]["number"].height()


def test_each_zone_has_its_own_display(hall: Hall) -> None:
    hall.zones(A="12", B="3")
    first, second, whole = hall.window(zone="A"), hall.window(zone="B"), hall.window()
    hall.issue(3)
    hall.call(1)
    hall.call(3)
    assert (card(first).counter, card(second).counter, card(whole).counter) == ("1", "3", "3")
    assert rows(first) == rows(second) == []
    assert rows(whole) == [("A001", "1", True)]
    assert "zone" in first.header.text_rects


# ---- other states -------------------------------------------------------------------------------------------


def test_a_lost_link_removes_old_numbers_and_asks_people_to_listen(hall: Hall) -> None:
    window = hall.window()
    hall.issue(3)
    hall.call(1)
    hall.call(2)
    hall.tasks.tell_connection(EnvironmentFault("database.unreachable"))
    assert window._screen.card is None
    assert rows(window) == []
    assert window.card.notice_words()[0] == "Dengarkan panggilan petugas"
    assert fill(window.card) == WHITE
    hall.tasks.advance(0.5)
    assert fill(window.card) == WHITE
    hall.tasks.tell_connection(None)
    assert (card(window).label, rows(window)) == ("A002", [("A001", "1", True)])


def test_a_reading_that_fails_is_a_lost_link_too(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    window = hall.window()
    hall.issue(1)
    hall.call(1)

    def fail(*_args: object, **_more: object) -> None:
        raise EnvironmentFault("database.unreachable")

    with monkeypatch.context() as patch:
        patch.setattr(hall.tasks.runner, "read", fail)
        hall.tasks.tell()
        assert window.card.notice_words()[0] == "Dengarkan panggilan petugas"
    hall.tasks.tell()
    assert card(window).label == "A001"


@pytest.mark.parametrize(
    ("hour", "heading", "sentence"),
    [
        (7, "Loket buka pukul 08.00", "Nomor yang dipanggil tampil di sini."),
        (10, "Belum ada panggilan", "Nomor yang dipanggil tampil di sini."),
        (12, "Istirahat sampai 13.00", "Panggilan dilanjutkan setelah istirahat."),
        (16, "Kantor tutup", "Buka besok pukul 08.00."),
        (16 + 4 * 24, "Kantor tutup", "Buka Senin, 30 November 2026 pukul 08.00."),
    ],
)
def test_the_hours_in_words(hall: Hall, hour: int, heading: str, sentence: str) -> None:
    hall.clock.current += timedelta(hours=hour - 14)
    assert hall.window().card.notice_words() == (heading, sentence)


def test_a_call_in_the_break_shows_and_gives_way_when_served(hall: Hall) -> None:
    hall.clock.current -= timedelta(hours=2)
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    assert card(window).label == "A001"
    hall.serve(1)
    assert window.card.notice_words()[0] == "Istirahat sampai 13.00"
    assert rows(window) == [("A001", "1", False)]  # the newest call is not lost to the notice


def test_no_sound_shows_its_mark_and_the_rest_goes_on(hall: Hall) -> None:
    window = hall.window()
    before = window.header.grab().toImage()
    assert "sound" not in window.header.text_rects
    hall.voice.available_changed.emit(False)
    assert window.header.grab().toImage() != before
    assert "sound" in window.header.text_rects
    hall.issue(1)
    hall.call(1)
    assert fill(window.card) == AMBER
    hall.voice.available_changed.emit(True)
    window.header.grab()
    assert "sound" not in window.header.text_rects


def test_posters_change_every_15_s_but_never_during_a_call(hall: Hall) -> None:
    window = hall.window()

    def name() -> str:
        assert window.poster.poster is not None
        return window.poster.poster.name

    assert name() == "Layanan 0"
    hall.tasks.advance(14.5)
    assert name() == "Layanan 0"
    hall.tasks.advance(1)
    assert name() == "Layanan 1"
    hall.issue(1)
    hall.call(1)
    hall.tasks.advance(60)
    assert name() == "Layanan 1"
    hall.serve(1)
    hall.tasks.advance(15)
    assert name() == "Layanan 2"


def test_a_poster_names_promise_fee_and_papers(hall: Hall) -> None:
    content = {
        "promise": {"value": 1, "unit": "working_day"},
        "requirements": [{"kind": "copy", "label": {"id": "Fotokopi KK", "en": "Copy of the card"}}],
    }
    hall.write(update(ServiceVersion).values(content=content))
    hall.setting(languages="both")
    window = hall.window()
    assert window.poster.facts() == (("Selesai", "1 hari", "kerja"), ("Biaya", "Gratis", "tanpa pungutan"))
    hall.tasks.advance(15.1)
    assert window.poster.facts() == (("Ready in", "1", "working day"), ("Fee", "Free", "no charge"))
    window.poster.grab()
    assert "paper_0" in window.poster.text_rects


def test_the_clock_follows_the_office(hall: Hall) -> None:
    window = hall.window()
    assert window.header._moment is not None
    assert window.header._moment.strftime("%H:%M") == "14:05"
    hall.tasks.advance(61)
    assert window.header._moment.strftime("%H:%M") == "14:06"


# ---- running text -------------------------------------------------------------------------------------------


def test_the_running_text_moves_60_px_a_second(hall: Hall) -> None:
    hall.messages("Semua layanan gratis.", "Pengaduan: 0542 555 010.")
    window = hall.window()
    window.running._timer.stop()
    first = window.running.grab().toImage()
    start = window.running.offset_px()
    window.running.advance(1_000)
    assert window.running.offset_px() - start == pytest.approx(60)
    assert window.running.grab().toImage() != first


def test_the_running_text_runs_by_itself(hall: Hall, qtbot: QtBot) -> None:
    hall.messages("Semua layanan gratis.", "Pengaduan: 0542 555 010.")
    window = hall.window()
    qtbot.waitUntil(lambda: window.running.offset_px() > 3)


@pytest.mark.parametrize("by_office", [True, False])
def test_with_reduced_motion_the_text_comes_in_pages_of_8_s(hall: Hall, by_office: bool) -> None:
    hall.messages("Satu.", "Dua.")
    if by_office:
        hall.setting(reduced_motion=True)
    window = hall.window(reduced_motion=not by_office)
    window.running._timer.stop()
    window.running._shown_ms = 0
    pages = []
    for _ in range(4):
        pages.append(window.running.page())
        assert window.running.offset_px() == 0
        window.running.advance(4_000)
    assert pages == ["Satu.", "Satu.", "Dua.", "Dua."]


# ---- both languages, sizes ----------------------------------------------------------------------------------


def test_both_languages_stand_on_the_card(hall: Hall) -> None:
    hall.setting(languages="both")
    window = hall.window()
    hall.issue(1)
    hall.call(1)
    assert {"title_2", "label_2"} <= set(window.card.text_rects)
    assert hall.voice.settings[-1].mode == "id+en"


def test_the_office_may_choose_english(hall: Hall) -> None:
    hall.setting(languages="en")
    window = hall.window(language="id")
    hall.issue(1)
    hall.call(1)
    assert window.card.accessibleName() == "Now calling: A001, counter 1"
    assert "title_2" not in window.card.text_rects


@pytest.mark.parametrize("languages", ["id", "en", "both"])
@pytest.mark.parametrize(
    ("number", "counter"),
    [("A001", "9"), ("W088", "12"), ("AW088", "9"), ("WM000", "28"), ("W008", "Informasi")],
)
def test_numbers_fit_at_every_size(hall: Hall, languages: str, number: str, counter: str) -> None:
    hall.setting(languages=languages)
    window = hall.window()
    hall.issue(3)
    hall.rename("A001", number)
    hall.rename("1", counter)
    hall.call(1)
    for size in SIZES:
        window.resize(*size)
        window.grab()
        assert_fits(window, "card")
    hall.call(2)
    hall.call(3)
    assert rows(window)[-1] == (number, counter, True)
    for size in SIZES:
        window.resize(*size)
        window.grab()
        assert_fits(window, "last")


def assert_fits(window: DisplayView, part: str) -> None:
    """Every text lies inside its card, and none over another."""
    widget = window.card if part == "card" else window.last
    inside = QRectF(widget.rect()).adjusted(8, 8, -8, -8)
    groups = [window.card.text_rects] if part == "card" else window.last.text_rects
    for rects in groups:
        assert rects
        for name, rect in rects.items():
            assert inside.contains(rect), (name, rect, inside)
        for (name, rect), (other, second) in combinations(rects.items(), 2):
            assert not rect.intersects(second), (name, rect, other, second)


def test_a_long_number_shrinks_by_steps_of_8_percent_and_never_below_the_list(hall: Hall) -> None:
    window = hall.window()
    hall.issue(2)
    hall.rename("A001", "WM000")
    hall.rename("1", "28")
    hall.call(1)
    factor = window.card._factor(card(window), window.card.width() - 112)
    steps = [0.92**n for n in range(1, 7)]
    assert any(factor == pytest.approx(step) for step in steps)
    assert factor * 175 >= 109


def test_an_upright_screen_stacks_card_list_and_poster(hall: Hall) -> None:
    window = hall.window((1080, 1920))
    assert window.card.geometry().bottom() < window.last.geometry().top()
    assert window.last.geometry().bottom() < window.poster.geometry().top()
    assert window.poster.geometry().bottom() < window.running.geometry().top()
    assert window.card.width() == window.last.width()


@pytest.mark.parametrize(
    "scale_of", [(1920, 1080, 1.0), (3840, 2160, 2.0), (1366, 768, 0.711), (2160, 3840, 2.0)]
)
def test_sizes_follow_the_screen(hall: Hall, scale_of: tuple[int, int, float]) -> None:
    width, height, scale = scale_of
    window = hall.window((width, height))
    assert window.hall.scale == pytest.approx(scale, abs=0.001)
    assert window.running.height() == pytest.approx(92 * scale, abs=1)
    assert window.hall.font("display.call").pixelSize() == pytest.approx(233.3 * scale, abs=1)


def test_f11_and_esc(hall: Hall, qtbot: QtBot) -> None:
    window = hall.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
