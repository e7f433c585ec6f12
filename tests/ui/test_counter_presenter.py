"""The counter's presenter alone, without Qt: steps, races, faults, slow answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from desktop.domain.errors import EnvironmentFault
from desktop.office.shifts import CloseCounter, close_counter
from desktop.ui.counter.presenter import CounterPresenter
from desktop.ui.counter.presenter_panels import CounterPanels
from desktop.ui.counter.presenter_search import CounterSearch
from tests.ui.counter_desk import Hall, Screen, hall


class Desk:
    def __init__(self, around: Hall) -> None:
        self.hall, self.tasks, self.screen = around, around.tasks, Screen()
        self.left = 0
        self.presenter = CounterPresenter(
            around.tasks, around.context, self.screen, around.clerk, around.counter_id, self._left
        )
        self.panels, self.search = CounterPanels(self.presenter), CounterSearch(self.presenter)
        self.presenter.start()

    def _left(self) -> None:
        self.left += 1

    @property
    def scene(self):
        return self.screen.scene

    def f2(self) -> None:
        self.tasks.advance(1)
        self.presenter.next_step()


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with hall(sqlite_url) as around:
        yield Desk(around)


def test_f2_is_always_the_next_step(desk: Desk) -> None:
    assert desk.scene.next_step == "none"
    assert desk.scene.blocked["counter.next_step"].code == "counter.why_not.nobody_waits"
    desk.hall.issue()
    desk.hall.issue()
    assert (desk.scene.mode, desk.scene.next_step) == ("idle", "call")
    desk.f2()
    assert (desk.scene.mode, desk.scene.current.number, desk.scene.next_step) == ("called", "A001", "start")
    desk.f2()
    assert (desk.scene.mode, desk.scene.next_step) == ("serving", "call_finishing")
    desk.f2()
    assert desk.screen.last.code == "counter.called_after"
    assert desk.screen.last.args == {"number": "A002", "finished": "A001"}
    desk.f2()
    assert desk.scene.next_step == "finish"
    desk.f2()
    assert (desk.scene.mode, desk.scene.figures.served) == ("idle", 2)


def test_two_quick_presses_make_one_call_and_begin_no_service(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.presenter.next_step()
    desk.presenter.next_step()
    assert (desk.scene.mode, len(desk.hall.calls())) == ("called", 1)


def test_a_press_while_the_first_is_under_way_is_swallowed(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.tasks.hold = True
    desk.presenter.next_step()
    desk.presenter.next_step()
    desk.tasks.advance(0.4)
    assert desk.screen.busy == [("counter.next_step", True)]
    desk.tasks.release()
    assert desk.screen.busy[-1] == ("counter.next_step", False)
    assert [call.kind for call in desk.hall.calls()] == ["auto"]


def test_when_another_counter_was_faster_the_next_is_called_and_it_says_so(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.hall.elsewhere(3)
    assert desk.scene.rows[0].number == "A001"  # this window has not heard of it yet
    desk.presenter.next_step()
    assert desk.scene.current.number == "A002"
    assert desk.scene.notice.code == "counter.faster"
    assert desk.scene.notice.args == {"number": "A001", "counter": "4", "next": "A002"}
    desk.f2()
    assert desk.scene.notice is None


def test_the_last_step_is_taken_back_within_ten_seconds(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.f2()
    desk.f2()
    desk.f2()
    assert desk.screen.said[-1] == ("counter.called_after", True)
    assert desk.scene.can_undo
    desk.tasks.advance(9)
    desk.presenter.undo()
    assert (desk.scene.mode, desk.scene.current.number) == ("serving", "A001")
    assert desk.scene.rows[0].number == "A002"
    assert desk.screen.last.code == "counter.undone_both"
    assert not desk.scene.can_undo


def test_after_ten_seconds_the_key_says_that_it_is_too_late(desk: Desk) -> None:
    desk.hall.issue()
    desk.f2()
    desk.tasks.advance(11)
    assert desk.scene.blocked["counter.undo"].code == "counter.why_not.nothing_to_undo"
    desk.tasks.advance(3)
    desk.presenter.undo()  # a window whose clock runs behind: the office refuses
    assert desk.scene.notice.code == "queue.undo_late"
    assert desk.scene.current.number == "A001"


def test_after_a_fault_the_same_key_sends_the_same_command(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.tasks.lose = 1
    desk.presenter.next_step()
    assert desk.scene.fault.code == "database.lost"
    desk.tasks.advance(1)
    desk.presenter.next_step()
    assert (desk.scene.fault, desk.scene.notice) == (None, None)
    assert [call.kind for call in desk.hall.calls()] == ["auto"]
    assert (desk.scene.mode, desk.scene.current.number) == ("called", "A001")


def test_the_bar_sends_the_unsure_command_again(desk: Desk) -> None:
    desk.hall.issue()
    desk.tasks.lose = 1
    desk.presenter.next_step()
    desk.presenter.retry()
    assert (desk.scene.mode, len(desk.hall.calls())) == ("called", 1)
    assert desk.screen.said[-2:] == [("counter.called_toast", True), ("counter.connected_again", False)]


def test_a_full_disk_is_told_until_the_step_is_made(desk: Desk) -> None:
    desk.hall.issue()
    desk.tasks.refuse = "database.disk_full"
    desk.presenter.next_step()
    desk.tasks.tell()
    assert (desk.scene.fault.code, desk.scene.muted) == ("database.disk_full", False)
    desk.presenter.retry()
    assert (desk.scene.fault, desk.scene.mode) == (None, "called")


def test_a_long_reading_mutes_the_rows_and_keeps_them(desk: Desk) -> None:
    desk.hall.issue()
    desk.tasks.hold = True
    desk.tasks.tell()
    desk.tasks.advance(0.2)
    assert not desk.scene.muted
    desk.tasks.advance(0.2)
    assert desk.scene.muted
    assert len(desk.scene.rows) == 1
    desk.tasks.release()
    assert not desk.scene.muted


def test_a_lost_database_is_told_and_its_return_too(desk: Desk) -> None:
    desk.hall.issue()
    desk.tasks.tell_connection(EnvironmentFault("database.lost"))
    assert desk.scene.fault.code == "database.lost"
    assert [row.number for row in desk.scene.rows] == ["A001"]
    desk.tasks.tell_connection(None)
    assert desk.scene.fault is None
    assert desk.screen.said[-1][0] == "counter.connected_again"


def test_a_clock_set_back_shows_nothing_below_zero(desk: Desk) -> None:
    desk.hall.issue()
    desk.f2()
    desk.f2()
    desk.tasks.advance(100)
    desk.hall.clock.current -= timedelta(hours=1)
    desk.tasks.tell()
    assert desk.scene.current.elapsed_s == 0
    assert desk.scene.current.waited_s >= 0
    desk.hall.issue()
    assert all(row.waited_min >= 0 for row in desk.scene.rows)


def test_the_emergency_call_waits_for_nothing(desk: Desk) -> None:
    desk.hall.issue()
    desk.tasks.hold = True
    desk.presenter.next_step()
    desk.panels.emergency()
    desk.tasks.release()
    assert [(one.place, one.mine) for one in desk.scene.alarms] == [("3", True)]
    desk.panels.answer(desk.scene.alarms[0].alarm_id)
    assert desk.scene.alarms == ()


def test_a_shift_that_ended_elsewhere_leads_back_to_the_counters(desk: Desk) -> None:
    desk.hall.runner.run(close_counter, CloseCounter(**desk.hall.who()))
    desk.tasks.tell()
    assert desk.left == 1
    desk.tasks.tell()
    assert desk.left == 1


def test_a_click_asks_before_anybody_is_called_out_of_turn(desk: Desk) -> None:
    tickets = [desk.hall.issue() for _ in range(3)]
    desk.search.choose(tickets[2].ticket_id)
    kind, question = desk.screen.asked[-1]
    assert (kind, question.overtakes, question.can_call) == ("call", 2, True)
    assert desk.hall.calls() == []
    desk.search.call_chosen(tickets[2].ticket_id)
    assert [call.kind for call in desk.hall.calls()] == ["chosen"]
    assert desk.scene.current.number == "A003"
    desk.search.choose(tickets[0].ticket_id)
    assert not desk.screen.asked[-1][1].can_call  # somebody is still called


def test_the_click_on_the_next_one_is_an_ordinary_call(desk: Desk) -> None:
    ticket = desk.hall.issue()
    desk.search.choose(ticket.ticket_id)
    assert desk.screen.asked[-1][1].is_next
    desk.search.call_chosen(ticket.ticket_id, is_next=True)
    assert [call.kind for call in desk.hall.calls()] == ["auto"]


def test_a_chosen_one_that_was_called_elsewhere_is_refused_in_place(desk: Desk) -> None:
    ticket = desk.hall.issue()
    desk.hall.elsewhere(0)
    desk.search.call_chosen(ticket.ticket_id)
    assert desk.scene.notice.code == "queue.not_now"
    assert desk.scene.mode == "idle"


def test_a_missed_one_returns_from_the_list(desk: Desk) -> None:
    ticket = desk.hall.issue(priority=True)
    desk.hall.issue()
    desk.f2()
    desk.presenter.no_show()
    assert [row.number for row in desk.scene.missed] == ["P001"]
    desk.search.return_ticket(ticket.ticket_id)
    assert [row.number for row in desk.scene.rows] == ["P001", "A001"]
    assert desk.scene.rows[0].returned
    assert desk.scene.why.code == "why.returned"


def test_hold_with_a_reason_and_call_back(desk: Desk) -> None:
    ticket = desk.hall.issue()
    desk.f2()
    desk.f2()
    desk.panels.hold()
    assert desk.screen.asked[-1] == ("hold", "A001")
    desk.panels.hold_with("documents", "fotokopi KK", 10)
    held = desk.scene.held[0]
    assert (held.hold_reason, held.note, held.until is not None) == ("documents", "fotokopi KK", True)
    desk.search.call_chosen(ticket.ticket_id)
    assert desk.scene.current.number == "A001"
    assert desk.hall.calls()[-1].kind == "return"


def test_transfer_offers_counters_and_services_and_keeps_the_number(desk: Desk) -> None:
    ticket = desk.hall.issue()
    desk.f2()
    desk.panels.transfer()
    number, services, counters = desk.screen.asked[-1][1]
    assert number == "A001"
    assert [one.name.id for one in counters] == ["1", "2", "4"]
    assert desk.hall.office.services[0] not in [one.key for one in services]
    assert services[0].counters == ("1", "2", "3", "4")
    desk.panels.transfer_to(service_id=services[2].key)
    row = desk.hall.ticket(ticket.ticket_id)
    assert (row.state, row.label, row.service_id) == ("waiting", "A001", services[2].key)
    desk.f2()
    desk.panels.transfer_to(counter_id=counters[0].key)
    assert desk.hall.ticket(ticket.ticket_id).target_counter_id == counters[0].key
    assert desk.scene.rows == ()


def test_without_a_number_and_another_service(desk: Desk) -> None:
    desk.panels.no_ticket()
    adding, finishes, services = desk.screen.asked[-1][1]
    assert (adding, finishes, len(services)) == ("", "", 4)
    desk.panels.serve(services[0].key, adding=False)
    assert (desk.scene.mode, desk.scene.current.number, desk.scene.current.times) == ("serving", "A001", 0)
    desk.panels.add_service()
    assert desk.screen.asked[-1][1][0] == "A001"
    desk.panels.serve(services[2].key, adding=True)
    assert (desk.scene.current.number, desk.screen.last.code) == ("B001", "counter.added_here_toast")


def test_a_note_is_kept(desk: Desk) -> None:
    desk.hall.issue()
    desk.f2()
    desk.panels.save_note("memakai kursi roda")
    assert desk.scene.current.note == "memakai kursi roda"
    desk.panels.note()
    assert desk.screen.asked[-1] == ("note", ("A001", "memakai kursi roda"))


def test_a_break_ends_at_full_five_minutes_and_f12_opens_again(desk: Desk) -> None:
    desk.hall.issue()
    desk.panels.break_or_open()
    assert desk.screen.asked[-1][0] == "break"
    desk.panels.begin_break("rest", 30)
    assert (desk.scene.mode, desk.scene.break_until.minute % 5) == ("break", 0)
    assert desk.scene.blocked["counter.next_step"].code == "counter.why_not.break"
    desk.panels.break_or_open()
    assert desk.scene.mode == "idle"
    desk.panels.close()
    assert desk.left == 1


@pytest.mark.parametrize("text", ["A001", "a1", "T261123A001", " a-001 "])
def test_a_scan_finds_the_ticket_and_offers_to_call_it(desk: Desk, text: str) -> None:
    desk.hall.issue()
    desk.search.scan(text)
    kind, question = desk.screen.asked[-1]
    assert (kind, question.row.number, question.can_call) == ("call", "A001", True)
    assert desk.hall.calls() == []


@pytest.mark.parametrize("text", ["A099", "T261123Z001", "xx", "T261122A001", "K260048667"])
def test_an_unknown_scan_says_so(desk: Desk, text: str) -> None:
    desk.hall.issue()
    desk.search.scan(text)
    assert desk.screen.scan.code == "counter.scan_unknown"
    assert desk.screen.asked == []


def test_a_scan_of_somebody_who_is_elsewhere_says_where(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.elsewhere(1)
    desk.search.scan("A001")
    question = desk.screen.asked[-1][1]
    assert (question.can_call, question.place, question.row.state) == (False, "2", "serving")


def test_the_order_shown_follows_what_others_do(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.hall.elsewhere(1, tell=True)
    assert [row.number for row in desk.scene.rows] == ["A002"]
    assert desk.scene.waiting == 1
