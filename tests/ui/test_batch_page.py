"""The scan card's presenter and view: scans in a row on a slow database, each by itself, the last taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.ui.files.batch.card import ScanCard
from desktop.ui.files.batch.presenter import BatchPresenter
from desktop.ui.files.batch.state import BatchScene, Said, ScanRow
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from tests.support.filed_office import at_local
from tests.ui.backoffice_desk import Back, back_office

pytestmark = pytest.mark.ui


@pytest.fixture
def back(sqlite_url: str, qapp: QApplication) -> Iterator[Back]:
    with back_office(sqlite_url) as found:
        yield found
    qapp.setStyleSheet("")


class Screen:
    def __init__(self) -> None:
        self.scene = BatchScene()
        self.said: list[str] = []

    def show_scene(self, scene: BatchScene) -> None:
        self.scene = scene

    def say(self, said: Said) -> None:
        self.said.append(said.code)


class Card:
    """A presenter on a real office; what it opened is kept."""

    def __init__(self, back: Back, job: Any = "move") -> None:
        self.back, self.screen = back, Screen()
        self.opened: list[str] = []
        self.presenter = BatchPresenter(
            back.tasks, back.context, self.screen, back.office.operator, self.opened.append, job=job
        )
        self.presenter.show()

    @property
    def states(self) -> list[str]:
        return [row.state for row in self.screen.scene.rows]


def test_scans_do_not_wait_for_each_other_on_a_slow_database(back: Back) -> None:
    files = [back.file(state="verified", name=f"Pemohon {n}") for n in range(5)]
    card = Card(back)
    back.tasks.hold = True
    for file in files:
        card.presenter.take(file.code)
    assert card.states == ["waiting"] * 5
    back.tasks.release()
    assert card.states == ["done"] * 5
    assert (card.screen.scene.done, card.screen.scene.refused) == (5, 0)
    assert [back.row(file).step for file in files] == [4] * 5


def test_refused_ones_stop_none_of_the_others(back: Back) -> None:
    first, ready, last = (back.file(state=state) for state in ("verified", "ready", "verified"))
    card = Card(back)
    for code in (first.code, "K26-999999-X", ready.code, "???", last.code):
        card.presenter.take(code)
    assert card.states == ["done", "refused", "refused", "refused", "done"]
    codes = [
        row.said.code for row in card.screen.scene.rows if row.said is not None and row.state == "refused"
    ]
    assert codes[1] == "file.needs_handover"
    assert card.opened == []


def test_a_reader_that_reads_twice_moves_the_file_one_step(back: Back) -> None:
    file = back.file(state="verified")
    card = Card(back)
    back.tasks.hold = True
    card.presenter.take(file.code)
    card.presenter.take(file.code)  # before the first answer
    back.tasks.release()
    card.presenter.take(file.number.lower())
    assert card.states == ["refused", "refused", "done"]
    assert back.row(file).step == 4
    card.presenter.undo()
    assert back.row(file).step == 3
    card.presenter.take(file.code)  # taken back: it may be scanned again
    assert back.row(file).step == 4
    card.presenter.undo()
    card.presenter.undo()  # nothing more
    assert len(card.screen.said) == 2


def test_taking_back_what_somebody_has_changed_since_is_refused_in_place(back: Back) -> None:
    from desktop.office.files.moving import FileRef, MoveFiles, move_files

    file = back.file(state="verified")
    card = Card(back)
    card.presenter.take(file.code)
    back.tasks.advance(60)
    back.runner.run(
        move_files,
        MoveFiles(**back.who("verifier"), files=(FileRef(application_id=file.application_id),)),
    )
    card.presenter.undo()
    assert card.screen.scene.notice is not None
    assert card.screen.scene.notice.code == "file.undo_changed"
    assert card.states == ["done"]


def test_a_shelf_begins_a_go_of_its_own_and_a_foreign_one_is_refused(back: Back) -> None:
    file = back.file(state="verified")
    card = Card(back, "open")
    card.presenter.take("K260000017")
    assert card.opened == ["K260000017"]
    card.presenter.take("rc4")
    card.presenter.take(file.code)
    assert (card.screen.scene.job, card.screen.scene.target, card.states) == (
        "place",
        "Rak C laci 4",
        ["done"],
    )
    card.presenter.take("RXX1")
    assert card.screen.scene.notice == Said("place.unknown", {"code": "RXX1"})
    assert card.screen.scene.target == "Rak C laci 4"  # the shelf before is still meant
    card.presenter.take("RB1")
    assert card.states == []  # a new go, a new count
    card.presenter.end()
    assert card.screen.scene.job == "open"


def test_a_routing_list_is_printed_when_it_is_done_with(back: Back) -> None:
    file = back.file(state="in_process", holder_id=back.office.operator)
    card = Card(back, "open")
    card.presenter.send_to(back.office.verifier, "", "Kasi Nurhayati")
    card.presenter.end()
    assert card.screen.said == []  # nothing was sent: nothing to sign
    card.presenter.send_to(back.office.verifier, "", "Kasi Nurhayati")
    card.presenter.take(file.code)
    card.presenter.end()
    notice = card.screen.scene.notice
    assert card.screen.said == ["batch.list_printing"] or (
        notice is not None and notice.code == "print.wrong_paper"
    )
    assert card.screen.scene.job == "open"


def test_a_lost_connection_is_a_refused_row_not_a_lost_scan(back: Back) -> None:
    file = back.file(state="verified")
    card = Card(back)
    back.tasks.refuse = "database.lost"
    card.presenter.take(file.code)
    assert card.states == ["refused"]
    assert back.row(file).step == 3
    card.presenter.take(file.code)
    assert back.row(file).step == 4


def test_the_card_keeps_its_rows_and_tells_states_apart(qtbot: Any, qapp: QApplication) -> None:
    theme = Theme()
    card = ScanCard(theme, Texts("id", strict=True))
    qtbot.addWidget(card)
    card.resize(410, 600)
    card.show()
    at = at_local(23, 14, 5)

    def scene(count: int) -> BatchScene:
        rows = tuple(
            ScanRow(n, f"K{n}", "refused" if n % 3 == 0 else "done", at, f"K26-00000{n}",
                    said=Said("batch.row.place", {"target": "Rak C laci 4"}))
            for n in range(count, 0, -1)
        )  # fmt: skip
        return BatchScene("place", "Rak C laci 4", rows, count - count // 3, count // 3, can_undo=True)

    card.show_scene(scene(6))
    first = card._rows[6]
    card.show_scene(scene(7))
    assert card._rows[6] is first  # rows are not made anew with every scan
    assert card.list.indexOf(card._rows[7]) == 0
    assert (card.done.text(), card.refused.text()) == ("5 berkas", "2 ditolak")
    with qtbot.waitSignal(card.undo):
        qtbot.mouseClick(card.back, Qt.MouseButton.LeftButton)
    card.show_scene(BatchScene("open"))
    assert card._rows == {}
    assert card.empty.isVisible()
