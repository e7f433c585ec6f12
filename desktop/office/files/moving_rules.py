"""What one move does to one file: checked against its state, its own procedure and who asks. Called by ``moving``.

Nothing is read or written here: a plan is laid into ``LockedFile.changes``, or a ``UserError`` says why not.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from desktop.domain.errors import UserError
from desktop.domain.files import (
    CANCEL_REASONS,
    FILE_TRANSITIONS,
    REFUSAL_REASONS,
    ProcedureStep,
    earlier_steps,
    file_action_allowed,
    first_step,
    next_step,
)
from desktop.office.files.moving_rows import LockedFile, changed
from desktop.office.files.moving_values import RETURN_REASONS, SEND_BACK_REASONS, MoveFiles

REASONS: Final = {
    "return": RETURN_REASONS,
    "send_back": SEND_BACK_REASONS,
    "refuse": REFUSAL_REASONS,
    "cancel": CANCEL_REASONS,
}
JUST_NOW: Final = timedelta(seconds=10)
"""Two people who scan the same paper: the second scan within this time is not another step."""

_DONE: Final = ("ready", "uncollected")
_KEEPS_PLACE: Final = ("uncollected",)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and what else the plan has to know."""

    command: MoveFiles
    now: datetime
    today: date
    roles: frozenset[str]
    return_days: int
    in_batch: frozenset[uuid.UUID]
    originals: dict[uuid.UUID, int]


@dataclass(slots=True)
class Plan:
    """A move that may be made: the file's changes, and the pauses that begin and end."""

    file: LockedFile
    stops: str | None = None
    """Reason of the pause that begins now."""
    resumes: bool = False
    """A pause ends now, and the promise is worked out anew."""
    restarts: bool = False
    """The promise runs from now."""


def check_reason(command: MoveFiles) -> None:
    """A move that needs a reason has one of its codes.

    Raises:
        UserError: ``file.reason_needed`` (action, reasons).
    """
    allowed = REASONS.get(command.action)
    if allowed is not None and command.reason not in allowed:
        raise UserError("file.reason_needed", action=command.action, reasons=list(allowed))


def plan_move(file: LockedFile, asking: Asking) -> Plan:
    """Plan one file's move. Raises as ``move_files`` says."""
    command, row = asking.command, file.row
    action = command.action
    transition = FILE_TRANSITIONS[action]
    if row.id in asking.in_batch:
        raise UserError("file.twice", number=file.number)
    _check_way(file, asking)
    if not file_action_allowed(action, row.state):
        if action == "next_step" and row.state in _DONE:
            raise UserError("file.needs_handover", number=file.number)
        raise UserError("file.wrong_state", action=action, **file.standing())
    if not asking.roles & set(transition.roles):
        raise UserError("file.role", number=file.number, action=action, roles=list(transition.roles))
    check_route(file, command.staff_id)
    if action == "archive" and asking.originals.get(row.id):
        raise UserError("file.originals_held", number=file.number, count=asking.originals[row.id])
    step, state = _target(file, asking)
    plan = Plan(file)
    changes = file.changes
    changes["state"] = state
    changes["state_since_utc"] = asking.now
    if step is not None:
        changes["step"] = step.number
    changes["reason"] = command.reason if action in REASONS else None
    _paper(file, asking, state)
    if state == "ready":
        changes["ready_at_utc"] = asking.now
    elif row.state in _DONE and action == "send_back":
        changes["ready_at_utc"] = None
    if state in ("archived", "cancelled"):
        changes["closed_at_utc"] = asking.now
    changes["return_by"] = None
    if action == "return":
        changes["return_by"] = command.return_by or asking.today + timedelta(days=asking.return_days)
    if action == "resubmit":
        plan.restarts = True
        changes["revision"] = row.revision + 1
        changes["complete_at_utc"] = asking.now
    _clock(plan, asking, step, state)
    return plan


def _check_way(file: LockedFile, asking: Asking) -> None:
    """A station that moves files to one step takes neither those that are beyond it nor those still before it."""
    command = asking.command
    if command.action != "next_step":
        return
    target = command.target_step
    last = file.last
    if target is None:
        if last is None or file.looked or last.action != "next_step" or last.undone:
            return
        if last.staff_id != command.staff_id and timedelta(0) <= asking.now - last.at_utc < JUST_NOW:
            raise changed(file)
        return
    if file.row.step >= target or file.row.state in (*_DONE, "collected", "archived"):
        raise UserError("file.backwards", **file.standing())
    following = next_step(file.steps, file.row.step)
    if (
        following is not None
        and following.number != target
        and file_action_allowed("next_step", file.row.state)
    ):
        raise UserError("file.too_early", **file.standing())


def check_route(file: LockedFile, staff_id: uuid.UUID | None) -> None:
    """A paper that was sent to somebody is touched by nobody else; sent to a unit, by anybody there.

    Raises:
        UserError: ``file.on_the_way``.
    """
    sent = file.routing
    if sent is None or staff_id is None or staff_id == sent.to_id or sent.to_id is None:
        return
    raise on_the_way(file)


def on_the_way(file: LockedFile) -> UserError:
    """The paper was sent to somebody who has not signed for it."""
    sent = file.routing
    return UserError(
        "file.on_the_way",
        number=file.number,
        to=sent.name or "",
        unit=sent.to_unit,
        sent_at_utc=sent.sent_at_utc.isoformat(),
    )


def _target(file: LockedFile, asking: Asking) -> tuple[ProcedureStep | None, str]:
    """The step that the file goes to, None where it keeps its own, and its state."""
    command, row = asking.command, file.row
    if command.action == "next_step":
        following = next_step(file.steps, row.step)
        if following is None:
            raise UserError("file.last_step", number=file.number)
        if following.state == "collected":
            return None, "ready"  # a procedure without a step for it: the handover finds the file ready
        return following, following.state
    if command.action == "send_back":
        return _step_back(file, command.target_step)
    if command.action == "resubmit":
        begins = first_step(file.steps)
        return begins, "received"
    state = FILE_TRANSITIONS[command.action].target
    assert state is not None  # only steps name their state
    if command.action == "archive":
        archived = [one for one in file.steps if one.state == "archived"]
        return (archived[-1] if archived else None), state
    return None, state


def _step_back(file: LockedFile, wanted: int | None) -> tuple[ProcedureStep, str]:
    earlier = earlier_steps(file.steps, file.row.step)
    if wanted is None:
        office = [one for one in earlier if not one.stops_clock]
        found = office[-1] if office else None
    else:
        found = next((one for one in earlier if one.number == wanted), None)
    if found is None:
        raise UserError("file.no_earlier_step", number=file.number)
    return found, found.state


def _paper(file: LockedFile, asking: Asking, state: str) -> None:
    """Who has the paper now: whoever moved it, the place it was put on, or the applicant."""
    command, changes = asking.command, file.changes
    if state == "returned":
        changes["holder_id"] = changes["place_id"] = None
    elif command.place_id is not None:
        changes["holder_id"], changes["place_id"] = None, command.place_id
    elif command.action == "archive":
        changes["holder_id"] = None
    elif command.staff_id is not None and command.action not in _KEEPS_PLACE:
        changes["holder_id"], changes["place_id"] = command.staff_id, None


def _clock(plan: Plan, asking: Asking, step: ProcedureStep | None, state: str) -> None:
    """The promise stands still while the file is with the applicant: returned, or at a step of theirs."""
    row, changes = plan.file.row, plan.file.changes
    stopped = "returned" if state == "returned" else None
    if step is not None and step.stops_clock and step.state == state:
        stopped = "applicant_step"
    if row.paused_since_utc is not None:
        plan.resumes = True
        changes["paused_since_utc"] = None
    if stopped is not None:
        plan.stops = stopped
        changes["paused_since_utc"] = asking.now


def snapshot_of(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    """Columns of a row as plain data, for taking a move back; no personal data among them."""
    return {column: getattr(row, column) for column in columns}
