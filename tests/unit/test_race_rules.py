"""The rules of the race tests can fail: each of them meets a small history in which its fault was planted."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from desktop.domain import policy
from tests.support.race_history import Call, Event, History, Op, Stored, Ticket
from tests.support.race_rules import RULES, check

SHARP = 1_000_000_000
LETTERS = {"regular": "A", "priority": "P", "appointment": "B"}


class Book:
    """Writes a history by hand: one operation after the other, each a tenth of a second long."""

    def __init__(self, bound: int = 20, weights: dict[str, dict[str, int]] | None = None) -> None:
        self.history = History(
            ops={}, tickets={}, calls=[], events=[], stored=[],
            weights=weights or {"c1": {"s1": 1, "s2": 1}, "c2": {"s1": 1, "s2": 1}}, bound=bound,
        )  # fmt: skip
        self.history.runs = dict.fromkeys(self.history.weights, 0)
        self.now = SHARP

    def op(self, kind: str, command: dict[str, Any], value: dict[str, Any] | None, *events: Event) -> Op:
        key = f"{kind}-{len(self.history.ops) + 1}"
        op = Op(key, kind, command, self.now, self.now + SHARP // 10, value)
        self.now += SHARP
        self.history.ops[key] = op
        if value is not None:
            self.history.stored.append(Stored(key, kind, dict(value)))
        for event in events:
            event.command, event.at = key, op.begin + 1
            self.history.events.append(event)
        return op

    def issue(self, name: str, klass: str = "regular", service: str = "s1") -> str:
        letter = LETTERS[klass]
        number = sum(ticket.letter == letter for ticket in self.history.tickets.values()) + 1
        self.history.tickets[name] = Ticket(
            name, letter, number, klass, service, "waiting", arrival_no=len(self.history.tickets) + 1,
            arrived=self.now,
        )  # fmt: skip
        self.history.sequences[f"2026-11-23:{letter}"] = number
        for rows in (self.history.visits, self.history.documents, self.history.jobs):
            rows.append(name)
        self.op(
            "issue_ticket",
            {"service_id": service, "printer_id": "p", "nik_hash": None},
            {"ticket_id": name, "state": "waiting"},
            Event("", "ticket.issued", name),
        )
        return name

    def call(
        self, counter: str, name: str | None, reason: str = "why.first_in_line", kind: str = "auto"
    ) -> Op:
        if name is None:
            return self.op("call_next", {"counter_id": counter}, {"ticket_id": None, "finished": None})
        ticket = self.history.tickets[name]
        call_id = f"call-{len(self.history.calls) + 1}"
        before = {"state": ticket.state}
        ticket.state, ticket.counter, ticket.called = "called", counter, self.now
        self.history.calls.append(
            Call(call_id, name, counter, kind, reason, announce_no=len(self.history.calls) + 1)
        )
        value = {
            "ticket_id": name, "reason": reason, "klass": ticket.klass, "service_id": ticket.service,
            "finished": None,
        }  # fmt: skip
        if kind == "auto":
            run = self.history.runs[counter]
            self.history.runs[counter] = {"regular": run + 1, "priority": 0}.get(ticket.klass, run)
        return self.op(
            "call_next" if kind == "auto" else "call_chosen",
            {"counter_id": counter, "call_id": call_id},
            value,
            Event("", "ticket.called", name, before, {"state": "called", "counter": counter, "kind": kind}),
        )

    def step(
        self, kind: str, event: str, name: str, counter: str, after: str, outcome: str | None = None
    ) -> Op:
        ticket = self.history.tickets[name]
        before = {"state": ticket.state}
        ticket.state = after
        if outcome is not None:
            ticket.counter = None
            call = next(one for one in self.history.calls if one.ticket == name and not one.ended)
            call.outcome, call.ended = outcome, True
        return self.op(
            kind,
            {"counter_id": counter},
            {"ticket_id": name},
            Event("", event, name, before, {"state": after}),
        )

    def finish(self, counter: str, name: str) -> Op:
        return self.step("finish", "ticket.finished", name, counter, "done", "done")

    def miss(self, counter: str, name: str) -> Op:
        return self.step("mark_no_show", "ticket.missed", name, counter, "no_show", "no_show")


def a_day() -> Book:
    """A little of everything, without a fault."""
    book = Book()
    for name in ("t1", "t2", "t3"):
        book.issue(name)
    book.call("c1", "t1")
    book.step("start_service", "ticket.started", "t1", "c1", "serving")
    book.call("c2", "t2")
    book.finish("c1", "t1")
    book.miss("c2", "t2")
    book.step("return_ticket", "ticket.returned", "t2", "", "waiting")
    book.history.ops["return_ticket-9"].command = {"ticket_id": "t2"}
    book.call("c1", "t2", "why.returned")
    book.call("c2", "t3", "why.only_one")
    book.finish("c2", "t3")
    book.call("c2", None)
    return book


def test_a_day_without_a_fault_breaks_no_rule() -> None:
    assert check(a_day().history) == []


def _drop(rows: list[Any], index: int = 0) -> None:
    del rows[index]


def _unanswered(h: History) -> None:
    h.ops["call_next-4"].value = None


def _refused_and_stored(h: History) -> None:
    h.ops["finish-7"].value, h.ops["finish-7"].refused = None, "queue.nobody_here"


def _other_result(h: History) -> None:
    h.stored[3].result["ticket_id"] = "t3"


def _extra_event(h: History) -> None:
    h.events.append(copy.copy(h.events[0]))


def _late_event(h: History) -> None:
    h.events[0].at += SHARP


def _half_there(h: History) -> None:
    h.ops["call_next-4"].found = [(1, 0)]


def _there_and_refused(h: History) -> None:
    h.ops["finish-7"].found = [(1, 1)]
    _refused_and_stored(h)


def _repeat_of_another(h: History) -> None:
    op = h.ops["call_next-4"]
    op.repeats = [({**(op.value or {}), "ticket_id": "t3", "repeated": True}, [])]


def _repeat_that_changed(h: History) -> None:
    op = h.ops["call_next-4"]
    op.repeats = [({**(op.value or {}), "repeated": True}, ["queue"])]


def _set(name: str, field: str, value: Any) -> Callable[[History], None]:
    def plant(h: History) -> None:
        setattr(h.tickets[name], field, value)

    return plant


def _call(index: int, field: str, value: Any) -> Callable[[History], None]:
    def plant(h: History) -> None:
        setattr(h.calls[index], field, value)

    return plant


def _nik_over_limit(h: History) -> None:
    for op in [op for op in h.ops.values() if op.kind == "issue_ticket"]:
        op.command["nik_hash"] = "n"
    h.nik_uses = {"n": 3}


def _called_by_two(h: History) -> None:
    # The second counter takes t2, which the first one called, out of the line once more.
    event = next(event for event in h.events if event.command == "call_next-11")
    event.ticket, event.before = "t2", {"state": "waiting"}
    assert h.ops["call_next-11"].value is not None
    h.ops["call_next-11"].value["ticket_id"] = "t2"


FAULTS: list[tuple[str, Callable[[History], None]]] = [
    ("every_operation_has_an_answer", _unanswered),
    ("acknowledged_is_stored_once", lambda h: _drop(h.stored)),
    ("acknowledged_is_stored_once", lambda h: h.stored.append(h.stored[0])),
    ("acknowledged_is_stored_once", lambda h: h.stored.append(Stored("nobody's", "finish", {}))),
    ("acknowledged_is_stored_once", _refused_and_stored),
    ("acknowledged_is_stored_once", _other_result),
    ("events_are_complete", lambda h: _drop(h.events)),
    ("events_are_complete", _extra_event),
    ("events_are_complete", _late_event),
    ("events_are_complete", lambda h: h.events.append(Event("nobody's", "ticket.called", "t1"))),
    ("admissions_are_complete", lambda h: h.events.append(Event("", "ticket.admitted", "t1"))),
    ("admissions_are_complete", lambda h: h.events.append(Event("", "ticket.called", "t1"))),
    ("in_doubt_is_whole_or_absent", _half_there),
    ("in_doubt_is_whole_or_absent", _there_and_refused),
    ("repeats_are_harmless", _repeat_of_another),
    ("repeats_are_harmless", _repeat_that_changed),
    ("numbers_have_no_gap_and_no_double", _set("t2", "number", 1)),
    ("numbers_have_no_gap_and_no_double", _set("t3", "number", 4)),
    ("numbers_have_no_gap_and_no_double", lambda h: h.sequences.update({"2026-11-23:A": 4})),
    ("a_ticket_has_all_its_rows", lambda h: _drop(h.visits)),
    ("a_ticket_has_all_its_rows", lambda h: h.jobs.append("t1")),
    ("a_ticket_has_all_its_rows", _set("t2", "arrival_no", 1)),
    ("nik_limit_holds", _nik_over_limit),
    ("nik_limit_holds", lambda h: h.nik_uses.update({"n": 1})),
    ("a_ticket_lives_one_life", _called_by_two),
    ("a_ticket_lives_one_life", _set("t1", "state", "serving")),
    ("a_ticket_lives_one_life", _set("t2", "counter", "c2")),
    ("a_call_is_one_row", lambda h: _drop(h.calls)),
    ("a_call_is_one_row", lambda h: h.calls.append(Call("call-9", "t1", "c1"))),
    ("a_call_is_one_row", _call(0, "times", 2)),
    ("a_call_is_one_row", _call(0, "ended", False)),
    ("a_call_is_one_row", _call(1, "outcome", "done")),
    ("a_call_is_one_row", _call(1, "announce_no", 1)),
    ("a_call_is_one_row", _call(0, "reason", policy.WHY_BOUND)),
    ("nobody_is_taken_from_a_counter", lambda h: setattr(h.ops["finish-7"], "worker", 5)),
    ("no_wait_is_negative", _set("t1", "arrived", 99 * SHARP)),
    ("statistics_agree", lambda h: h.runs.update({"c1": 0})),
    ("statistics_agree", _set("t3", "state", "waiting")),
    ("statistics_agree", _call(3, "outcome", "hold")),
]


@pytest.mark.parametrize(("rule", "plant"), FAULTS)
def test_a_planted_fault_is_found(rule: str, plant: Callable[[History], None]) -> None:
    history = a_day().history
    plant(history)
    assert rule in {breach.rule for breach in check(history)}


# ---- rules about who waits, each with the case beside it that is no fault ----


def broken(book: Book) -> set[str]:
    return {breach.rule for breach in check(book.history)}


def test_two_tickets_at_one_counter_are_found() -> None:
    book = Book()
    book.issue("t1")
    book.issue("t2")
    book.call("c1", "t1")
    book.call("c1", "t2", "why.only_one")
    assert "a_counter_has_one_ticket" in broken(book)


def test_nobody_waits_is_false_while_somebody_waits() -> None:
    book = Book()
    book.issue("t1")
    book.call("c1", None)
    assert broken(book) == {"nobody_is_said_only_when_nobody_waits"}


@pytest.mark.parametrize("moment", ["issued meanwhile", "called meanwhile", "not its service"])
def test_nobody_waits_is_true_where_nobody_waited_all_the_time(moment: str) -> None:
    book = Book(weights={"c1": {"s1": 1}, "c2": {"s1": 1}})
    book.issue("t1", service="s2" if moment == "not its service" else "s1")
    issued = book.history.ops["issue_ticket-1"]
    told = book.call("c1", None)
    if moment == "issued meanwhile":
        issued.end = told.begin + 1
    if moment == "called meanwhile":
        taken = book.call("c2", "t1")
        taken.begin = told.end - 1
    assert broken(book) == set()


def test_who_came_later_is_not_called_first() -> None:
    book = Book()
    book.issue("t1")
    book.issue("t2")
    book.call("c1", "t2")
    assert broken(book) == {"first_come_first_served", "classes_take_turns"}


def test_a_ticket_in_flight_may_be_passed() -> None:
    book = Book()
    book.issue("t1")
    book.issue("t2")
    later = book.call("c1", "t2")
    other = book.call("c2", "t1")
    other.begin = later.begin + 1
    assert broken(book) == set()


def test_a_weight_moves_a_ticket_forward_by_its_step_and_no_further() -> None:
    weights = {"c1": {"s1": 1, "s2": 2}}
    near, far = Book(weights=weights), Book(weights=weights)
    for book, between in ((near, 3), (far, 5)):
        book.issue("old", service="s1")
        for number in range(between):
            book.issue(f"t{number}", service="s3")
        book.issue("main", service="s2")
        book.call("c1", "main", "why.main_service")
    assert broken(near) == set()
    assert broken(far) == {"first_come_first_served"}


def test_an_appointment_goes_first() -> None:
    book = Book()
    book.issue("t1")
    book.issue("a1", "appointment")
    book.call("c1", "t1")
    assert broken(book) == {"classes_take_turns"}


def test_a_priority_ticket_goes_after_the_ratio() -> None:
    fair, unfair = Book(), Book()
    for book in (fair, unfair):
        for name in ("t1", "t2", "t3"):
            book.issue(name)
        book.issue("p1", "priority")
        for name in ("t1", "t2"):
            book.call("c1", name)
            book.finish("c1", name)
    fair.call("c1", "p1", "why.priority_turn")
    unfair.call("c1", "t3")
    assert broken(fair) == set()
    assert broken(unfair) == {"classes_take_turns"}


def test_a_priority_ticket_does_not_go_before_its_turn() -> None:
    book = Book()
    book.issue("t1")
    book.issue("p1", "priority")
    book.call("c1", "p1", "why.priority_turn")
    assert broken(book) == {"classes_take_turns"}


@pytest.mark.parametrize("times", [3, 4])
def test_nobody_is_passed_more_often_than_the_bound_says(times: int) -> None:
    book = Book(bound=3)
    book.issue("old")
    for number in range(times):
        name = book.issue(f"a{number}", "appointment")
        book.call("c1", name, "why.appointment")
        book.finish("c1", name)
    assert broken(book) == ({"the_bound_holds"} if times > 3 else set())


def test_a_call_by_the_bound_takes_the_oldest() -> None:
    book = Book()
    book.issue("t1")
    book.issue("t2")
    book.call("c1", "t2", policy.WHY_BOUND)
    assert broken(book) == {"the_bound_holds"}


def test_every_rule_was_seen_failing() -> None:
    here = {
        "a_counter_has_one_ticket",
        "nobody_is_said_only_when_nobody_waits",
        "first_come_first_served",
        "classes_take_turns",
        "the_bound_holds",
    }
    assert {rule for rule, _plant in FAULTS} | here == set(RULES)
