"""The life of a ticket as data: its states, who may change them, and what a change records.

Pure; called by every layer above. The database holds the same words in its checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

TicketState = Literal[
    "booked", "waiting", "called", "serving", "hold", "no_show", "done", "cancelled", "unserved"
]
TICKET_STATES: Final = (
    "booked",
    "waiting",
    "called",
    "serving",
    "hold",
    "no_show",
    "done",
    "cancelled",
    "unserved",
)
ACTIVE_STATES: Final = ("called", "serving")
FINAL_STATES: Final = ("done", "cancelled", "unserved")

CLASSES: Final = ("regular", "priority", "appointment")
PRIORITY_REASONS: Final = ("elderly", "disabled", "pregnant_nursing", "infant", "ill")
CALL_KINDS: Final = ("auto", "chosen", "return", "direct")
HOLD_REASONS: Final = ("documents", "form", "payment", "system", "other")


@dataclass(frozen=True, slots=True)
class Transition:
    """A change that a ticket may make: from which states, to which, by whom, recorded as which event."""

    action: str
    sources: tuple[TicketState, ...]
    target: TicketState
    roles: tuple[str, ...]
    event: str


_CLERKS = ("clerk", "information", "supervisor", "administrator")
_TABLE: Final = (
    Transition("check_in", ("booked",), "waiting", ("kiosk", *_CLERKS), "ticket.admitted"),
    Transition("call", ("waiting",), "called", _CLERKS, "ticket.called"),
    Transition("call_chosen", ("waiting", "hold", "no_show"), "called", _CLERKS, "ticket.called"),
    Transition("start", ("called",), "serving", _CLERKS, "ticket.started"),
    Transition("serve_directly", ("waiting", "hold", "no_show"), "serving", _CLERKS, "ticket.started"),
    Transition("finish", ("called", "serving"), "done", _CLERKS, "ticket.finished"),
    Transition("no_show", ("called",), "no_show", _CLERKS, "ticket.missed"),
    Transition("hold", ("called", "serving"), "hold", _CLERKS, "ticket.held"),
    Transition(
        "transfer", ("called", "serving", "hold", "waiting"), "waiting", _CLERKS, "ticket.transferred"
    ),
    Transition("return", ("no_show", "hold"), "waiting", _CLERKS, "ticket.returned"),
    Transition("cancel", ("booked", "waiting", "hold", "no_show"), "cancelled", _CLERKS, "ticket.cancelled"),
    Transition(
        "close_day",
        ("booked", "waiting", "hold", "no_show"),
        "unserved",
        ("supervisor", "administrator", "tool"),
        "ticket.unserved",
    ),
)
TRANSITIONS: Final = {transition.action: transition for transition in _TABLE}


def allowed(action: str, state: str) -> bool:
    """Whether ``action`` may be taken from ``state``. Raises KeyError for an unknown action."""
    return state in TRANSITIONS[action].sources
