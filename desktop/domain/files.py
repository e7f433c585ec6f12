"""The life of a file (berkas, in code: application) as data: states, who may change them, what a change records.

A running file follows the procedure of its own service version: a list of steps, each naming its state
(``resources/catalogue``). Beside those states stand the ones that any file can enter. Pure; called by every
layer above. The database holds the same words in its checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

APPLICATION_STATES: Final = (
    "returned",
    "received",
    "verified",
    "in_process",
    "waiting_signature",
    "ready",
    "collected",
    "archived",
    "refused",
    "cancelled",
    "uncollected",
)
"""``returned``: incomplete, with the applicant; the promise does not run. ``uncollected``: waited too long."""

STEP_STATES: Final = (
    "received",
    "verified",
    "in_process",
    "waiting_signature",
    "ready",
    "collected",
    "archived",
)
"""The states that procedures name, in the order they never go back in (``ticket`` lies before the file)."""

RUNNING_STATES: Final = ("received", "verified", "in_process", "waiting_signature")
"""The office works on it: the promise runs, unless the clock is stopped."""

OPEN_STATES: Final = ("returned", *RUNNING_STATES, "ready", "uncollected")
FINAL_STATES: Final = ("archived", "cancelled")

CHANNELS: Final = ("counter", "desk", "post", "phone", "online", "village", "outreach")
"""How a file came: from a called ticket, at a desk without a queue, and so on."""

ITEM_VALUES: Final = ("received", "original_shown", "missing", "not_needed")
CUSTODY_STATES: Final = ("held", "returned", "destroyed")
NOTICE_WAYS: Final = ("none", "whatsapp", "sms", "phone_call", "email", "counter_display", "come_back")
REFUSAL_REASONS: Final = (
    "double_nik",
    "biometric",
    "data_mismatch",
    "false_document",
    "not_entitled",
    "other",
)
CANCEL_REASONS: Final = ("applicant_asked", "double_entry", "wrong_service", "other")
UNCOLLECTED_AFTER_DAYS: Final = (7, 30, 90)

_DESK: Final = ("clerk", "information", "supervisor", "administrator")
_BACK: Final = ("clerk", "operator", "verifier", "supervisor", "administrator")
_HEADS: Final = ("verifier", "supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class FileTransition:
    """A change that a file may make: from which states, to which (None: the step names it), by whom."""

    action: str
    sources: tuple[str, ...]
    target: str | None
    roles: tuple[str, ...]
    event: str
    reason_needed: bool = False


_TABLE: Final = (
    FileTransition("complete", ("returned",), "received", _DESK, "application.completed"),
    FileTransition("next_step", ("received", "verified", "in_process", "waiting_signature"), None, _BACK,
                   "application.moved"),
    FileTransition("send_back", ("verified", "in_process", "waiting_signature", "ready"), None, _HEADS,
                   "application.sent_back", True),
    FileTransition("return", RUNNING_STATES, "returned", _BACK, "application.returned", True),
    FileTransition("refuse", RUNNING_STATES, "refused", _HEADS, "application.refused", True),
    FileTransition("resubmit", ("refused",), "received", _DESK, "application.resubmitted"),
    FileTransition("cancel", ("returned", *RUNNING_STATES, "ready", "uncollected", "refused"), "cancelled",
                   ("clerk", *_HEADS), "application.cancelled", True),
    FileTransition("uncollected", ("ready",), "uncollected", (*_DESK, "tool"), "application.uncollected"),
    FileTransition("hand_over", ("ready", "uncollected"), "collected", (*_DESK, "verifier"), "application.collected"),
    FileTransition("archive", ("collected", "refused"), "archived", (*_BACK, "tool"), "application.archived"),
)  # fmt: skip
FILE_TRANSITIONS: Final = {transition.action: transition for transition in _TABLE}


def file_action_allowed(action: str, state: str) -> bool:
    """Whether ``action`` may be taken from ``state``. Raises KeyError for an unknown action."""
    return state in FILE_TRANSITIONS[action].sources


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step of a running file's own procedure; `minutes` is its norm of working time."""

    number: int
    state: str
    actor: str
    minutes: int
    label_id: str
    label_en: str

    @property
    def stops_clock(self) -> bool:
        """The file is with the applicant during this step, so the promise does not run."""
        return self.actor == "applicant" and self.state in RUNNING_STATES


def procedure_of(content: Mapping[str, Any]) -> tuple[ProcedureStep, ...]:
    """The steps of a service version from its stored ``content`` (key ``procedure_steps``), ``ticket`` left out.

    A version without steps gets one step for each of the states that every file passes.
    """
    steps = [
        ProcedureStep(
            int(one["step"]), str(one["state"]), str(one["actor"]), int(one["minutes"]),
            str(one["label"]["id"]), str(one["label"]["en"]),
        )
        for one in content.get("procedure_steps") or ()
        if one["state"] != "ticket"
    ]  # fmt: skip
    if steps:
        return tuple(steps)
    return tuple(ProcedureStep(n, state, "office", 0, "", "") for n, state in enumerate(STEP_STATES, 1))


def first_step(steps: Sequence[ProcedureStep]) -> ProcedureStep:
    """Where a file stands that was just taken in complete: the last step of the counter's own work.

    The counter checks the papers and gives the receipt, so a procedure's ``received`` steps are done; the file
    stands at the last of them, in state ``received``, or at the first step where there is none.
    """
    received = [step for step in steps if step.state == "received"]
    return received[-1] if received else steps[0]


def next_step(steps: Sequence[ProcedureStep], number: int) -> ProcedureStep | None:
    """The step after the one with `number`, or None after the last. Steps at the counter's end are not skipped."""
    later = [step for step in steps if step.number > number]
    return min(later, key=lambda step: step.number) if later else None


def earlier_steps(steps: Sequence[ProcedureStep], number: int) -> tuple[ProcedureStep, ...]:
    """The steps before `number` that a file may be sent back to: those on which the office works."""
    return tuple(step for step in steps if step.number < number and step.state in RUNNING_STATES)
