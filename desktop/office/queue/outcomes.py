"""What the clerk's use-cases share: the ticket they speak of, and what they give back.

Called by ``desktop.office.queue`` only.
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.office.queue.rows import TicketRow, current_at
from desktop.office.records import remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"queue", "calls"})
_REPEATED: frozenset[str] = frozenset()


class TicketOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket after something was done with it.

    Attributes:
        was: the state before.
        args: what else the window needs to say (the counter's or service's name, a reason).
    """

    ticket_id: uuid.UUID
    label: str
    state: str
    was: str
    args: dict[str, Any] = {}
    repeated: bool = False


def done(work: Work, command: Command, name: str, outcome: TicketOutcome) -> Result[TicketOutcome]:
    """Store the outcome as the command's result, wake every station, and give it back."""
    remember(work, command, name, msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def repeated_outcome(work: Work, command: Command) -> Result[TicketOutcome] | None:
    """The first outcome of a command that was acknowledged before, else None."""
    stored = remembered(work, command)
    if stored is None:
        return None
    return Result(msgspec.convert({**stored, "repeated": True}, TicketOutcome), _REPEATED)


def ticket_here(
    work: Work, counter_id: uuid.UUID, states: tuple[str, ...], ticket_id: uuid.UUID | None
) -> TicketRow:
    """The ticket at a counter, locked, in one of ``states``; see the use-cases for what is raised."""
    ticket = current_at(work, counter_id)
    if ticket is None:
        raise UserError("queue.nobody_here")
    if ticket_id is not None and ticket.id != ticket_id:
        raise UserError("queue.changed", number=ticket.label)
    if ticket.state not in states:
        raise UserError("queue.not_now", number=ticket.label, state=ticket.state)
    return ticket


def outcome_of(ticket: TicketRow, state: str, **args: Any) -> TicketOutcome:
    """What became of ``ticket``: its new state, and what the window needs to say."""
    return TicketOutcome(ticket_id=ticket.id, label=ticket.label, state=state, was=ticket.state, args=args)
