"""The declared order, rule by rule, with the answer to "why this one?"."""

import pytest

from desktop.domain.policy import (
    CounterView,
    Klass,
    QueuePolicy,
    WaitingTicket,
    after_call,
    carried_base,
    choose,
    tight_base,
)

POLICY = QueuePolicy()


def ticket(
    arrival_no: int,
    klass: Klass = "regular",
    service: str = "a",
    *,
    base: int = 0,
    returned: bool = False,
    only_counter: str | None = None,
) -> WaitingTicket:
    return WaitingTicket(
        f"t{arrival_no}", arrival_no, klass, service, f"g-{service}", base, returned, only_counter
    )


def counter(run: int = 0, **weights: int) -> CounterView:
    return CounterView(weights or {"a": 1, "b": 1}, run, "c1")


def pick(view: CounterView, *tickets: WaitingTicket, jumps: dict[str, int] | None = None) -> tuple[int, str]:
    choice = choose(POLICY, view, tickets, jumps or {})
    assert choice is not None
    return choice.ticket.arrival_no, choice.reason


def test_nobody_to_call() -> None:
    assert choose(POLICY, counter(), [], {}) is None
    assert choose(POLICY, counter(), [ticket(1, service="z")], {}) is None


def test_the_only_one_whom_this_counter_may_call() -> None:
    assert pick(counter(), ticket(1, service="z"), ticket(2)) == (2, "why.only_one")


def test_first_come_first_served_among_regular() -> None:
    assert pick(counter(), ticket(3), ticket(1), ticket(2, service="b")) == (1, "why.first_in_line")


def test_an_appointment_goes_before_everybody() -> None:
    found = pick(counter(run=9), ticket(1), ticket(2, "priority"), ticket(3, "appointment"))
    assert found == (3, "why.appointment")


def test_an_older_priority_ticket_goes_first_whatever_the_run() -> None:
    assert pick(counter(), ticket(1, "priority"), ticket(2)) == (1, "why.priority_older")


@pytest.mark.parametrize(("run", "expected"), [(0, 1), (1, 1), (2, 5), (3, 5)])
def test_a_priority_ticket_goes_after_two_regular_ones(run: int, expected: int) -> None:
    found, reason = pick(counter(run), ticket(1), ticket(5, "priority"))
    assert found == expected
    assert reason == ("why.priority_turn" if expected == 5 else "why.first_in_line")


def test_the_reason_says_how_many_regular_tickets_went_before() -> None:
    choice = choose(POLICY, counter(2), [ticket(1), ticket(5, "priority")], {})
    assert choice is not None
    assert choice.reason_args == {"count": 2}


def test_only_priority_waits() -> None:
    assert pick(counter(), ticket(4, "priority"), ticket(6, "priority")) == (4, "why.first_in_line")


def test_a_main_service_moves_forward_by_its_weight() -> None:
    view = counter(a=1, b=3)
    choice = choose(POLICY, view, [ticket(1), ticket(10, service="b")], {})
    assert choice is not None
    assert (choice.ticket.arrival_no, choice.reason) == (10, "why.main_service")
    assert choice.reason_args == {"weight": 3}
    assert choice.overtaken_groups == {"g-a"}
    assert pick(view, ticket(1), ticket(12, service="b")) == (1, "why.first_in_line")


def test_equal_keys_go_to_the_earlier_arrival() -> None:
    assert pick(counter(a=1, b=3), ticket(1), ticket(11, service="b"))[0] == 1


def test_the_bound_calls_whoever_waited_longest() -> None:
    tickets = [ticket(1), ticket(2, "priority", "b"), ticket(9, "appointment")]
    assert pick(counter(), *tickets, jumps={"g-a": 19, "g-b": 0}) == (9, "why.appointment")
    choice = choose(POLICY, counter(), tickets, {"g-a": 20, "g-b": 0})
    assert choice is not None
    assert (choice.ticket.arrival_no, choice.reason) == (1, "why.bound")
    assert choice.reason_args == {"bound": 20}
    assert not choice.overtaken_groups


def test_the_bound_counts_from_the_joining() -> None:
    tickets = [ticket(1, base=5), ticket(9, "appointment")]
    assert pick(counter(), *tickets, jumps={"g-a": 24}) == (9, "why.appointment")
    assert pick(counter(), *tickets, jumps={"g-a": 25}) == (1, "why.bound")


def test_the_bound_sees_a_ticket_behind_a_transferred_one() -> None:
    moved_here, long_passed = ticket(1, base=20), ticket(2, base=0)
    late = ticket(9, "appointment")
    assert pick(counter(), moved_here, long_passed, late, jumps={"g-a": 20}) == (1, "why.bound")
    assert pick(counter(), moved_here, late, jumps={"g-a": 20}) == (9, "why.appointment")


def test_a_ticket_for_another_counter_is_not_passed() -> None:
    elsewhere = ticket(1, only_counter="c2")
    choice = choose(POLICY, counter(), [elsewhere, ticket(2), ticket(3)], {"g-a": 99})
    assert choice is not None
    assert (choice.ticket.arrival_no, choice.overtaken_groups) == (2, frozenset())
    here = ticket(1, service="z", only_counter="c1")
    assert pick(counter(), here, ticket(2)) == (1, "why.first_in_line")


def test_a_returned_ticket_says_so() -> None:
    assert pick(counter(), ticket(1, returned=True), ticket(2)) == (1, "why.returned")


def test_after_a_call() -> None:
    tickets = [ticket(1), ticket(2, service="b"), ticket(3, "priority")]
    view = counter(2)
    choice = choose(POLICY, view, tickets, {"g-a": 4})
    assert choice is not None
    after = after_call(view, choice, {"g-a": 4})
    assert after.regular_run == 0
    assert after.jumps == {"g-a": 5, "g-b": 1}

    regular = choose(POLICY, counter(0), tickets, {})
    assert regular is not None
    assert after_call(counter(0), regular, {}).regular_run == 1

    booked = choose(POLICY, counter(1), [ticket(1), ticket(4, "appointment")], {})
    assert booked is not None
    assert after_call(counter(1), booked, {}).regular_run == 1


def test_bases_that_move_and_tighten() -> None:
    assert carried_base(jump_base=3, old_lane_jumps=10, new_lane_jumps=50) == 43
    assert tight_base(jump_base=3, lane_jumps=10, passed=2) == 8
    assert tight_base(jump_base=3, lane_jumps=10, passed=99) == 3


@pytest.mark.parametrize("field", ["ratio_regular", "weight_step", "bound"])
def test_negative_figures_are_refused(field: str) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        QueuePolicy(**{field: -1})
