"""Makes the page's scene of what the office says and what was entered so far. Pure; called by the presenter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from desktop.office.live.handover import BagThing, HandoverState, HandoverTicket
from desktop.ui.files.handover.state import (
    Digits,
    FileScene,
    Line,
    Proxy,
    Row,
    Strip,
    Verdict,
)

_VERDICTS: Final = {
    "ready": ("check-circle", "done"),
    "not_ready": ("clock", "late"),
    "returned": ("repeat", "hold"),
    "refused": ("x", "late"),
    "cancelled": ("x", "cancelled"),
    "collected": ("hand-over", "serving"),
}
_OTHER: Final = {"return": "withdraw", "withdraw": "return"}


@dataclass(slots=True)
class Entered:
    """What the clerk has entered for one file."""

    collector: str = "applicant"
    letter: str | None = None
    name: str = ""
    nik: str = ""
    other_proxy: bool = False
    last4: str = ""
    digits: str = "empty"
    reason: str | None = None
    face: bool = False
    ticked: set[str] = field(default_factory=set)
    fates: dict[str, str] = field(default_factory=dict)
    signed: str = "pad"
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()

    @property
    def touched(self) -> bool:
        """Whether anything would be lost by going to another file."""
        return bool(
            self.last4 or self.face or self.ticked or self.strokes or self.name or self.collector == "proxy"
        )

    def fate(self, thing: BagThing) -> str:
        """What becomes of a thing: as usual, or as the clerk turned it."""
        return self.fates.get(key_of(thing), thing.fate)


def key_of(thing: BagThing) -> str:
    """A row's key: the database's where it has one."""
    return str(thing.id) if thing.id is not None else f"{thing.kind}:{thing.requirement}"


def other_fate(fate: str) -> str:
    """What an original can be turned to."""
    return _OTHER[fate]


def why_not(state: HandoverState, entered: Entered) -> Line | None:
    """The first thing that is still missing before the documents may be given out, or None."""
    if state.verdict != "ready":
        return verdict_line(state)
    open_things = [one for one in state.things if key_of(one) not in entered.ticked]
    if open_things:
        return Line("handover.why_things", {"count": len(open_things)})
    if entered.collector == "proxy":
        if entered.other_proxy or not state.proxy:
            if not entered.name.strip():
                return Line("handover.why_proxy_name")
            if len(digits_of(entered.nik)) != 16:
                return Line("handover.why_proxy_nik")
        if entered.letter is None:
            return Line("handover.why_letter")
    if entered.digits == "mismatch":
        return Line("handover.why_mismatch")
    if entered.digits != "match" and entered.reason is None:
        return Line("handover.why_digits")
    if not entered.face:
        return Line("handover.why_face")
    if entered.signed == "pad" and not is_signature(entered.strokes):
        return Line("handover.why_signature")
    return None


def is_signature(strokes: tuple[tuple[tuple[float, float], ...], ...]) -> bool:
    """Whether the pad holds more than a touch; the office asks the same."""
    from desktop.office.files.handover_ink import is_signature as enough

    return enough(strokes)


def digits_of(text: str) -> str:
    """Only the digits."""
    return "".join(char for char in text if char.isdigit())


def verdict_line(state: HandoverState) -> Line:
    """The first line's words."""
    if state.verdict == "collected" and state.handed_local is not None:
        return Line(
            f"handover.collected_{state.handed_collector}",
            {"day": state.handed_local.date(), "name": state.handed_to},
        )
    if state.verdict == "not_ready":
        code = f"handover.wait_{state.state}"
        if state.promised is not None:
            return Line(f"{code}_until", {"day": state.promised})
        return Line(code)
    return Line(f"handover.verdict_{state.verdict}")


def verdict_of(state: HandoverState) -> Verdict:
    """The first line with its look, and what belongs under it."""
    icon, look = _VERDICTS[state.verdict]
    late = (
        state.verdict == "not_ready"
        and state.promised is not None
        and state.promised < state.now_local.date()
    )
    detail = None
    if state.verdict == "collected" and state.handed_local is not None:
        detail = Line("handover.collected_by", {"by": state.handed_by, "time": state.handed_local})
    elif state.verdict == "refused" and state.reason:
        detail = Line(f"handover.refused_{state.reason}")
    if state.verdict == "not_ready":
        look = "late" if late else "waiting"
    return Verdict(verdict_line(state), icon, look, detail)


def strip_of(ticket: HandoverTicket | None) -> Strip | None:
    """The ticket above the page."""
    if ticket is None:
        return None
    return Strip(ticket.label, (ticket.name_id, ticket.name_en), ticket.counter_minutes)


def scene_of(
    state: HandoverState, entered: Entered, *, busy: bool, scanned: datetime | None, printer: bool
) -> FileScene:
    """The file's part of the page."""
    open_ = state.verdict == "ready"
    known = ", ".join(part for part in (state.proxy, state.proxy_nik_masked) if part)
    promised = Line("handover.no_promise")
    if state.promised is not None:
        promised = Line("handover.day", {"day": state.promised})
    return FileScene(
        key=str(state.application_id),
        verdict=verdict_of(state),
        number=state.number,
        applicant=state.applicant,
        nik=state.nik_masked,
        service=(state.service_id_text, state.service_en_text),
        promised=promised,
        kept=state.kept,
        rows=tuple(_row(one, state, entered) for one in state.things),
        open=open_,
        collector=entered.collector,
        proxy=Proxy(known, entered.other_proxy or not state.proxy, entered.letter, _nik_fault(entered)),
        digits=Digits(
            "reason" if entered.reason is not None else entered.digits,
            "handover.digits" if entered.collector == "applicant" else "handover.digits_letter",
            entered.reason,
        ),
        face=entered.face,
        signed=entered.signed,
        paper=Line("handover.paper_printed" if printer else "handover.paper_later"),
        next=None if open_ else Line(f"handover.next_{state.verdict}", {"by": state.handed_by}),
        scanned=Line("handover.scanned", {"time": scanned}) if scanned is not None else None,
        looked=Line("handover.looked", {"name": state.staff}) if state.staff else None,
        why_not=why_not(state, entered),
        busy=busy,
        survey=bool(state.survey_url),
    )  # fmt: skip


def elapsed_s(ticket: HandoverTicket, now_utc: datetime) -> float | None:
    """Seconds since service began, or None where it has not."""
    if ticket.started_at_utc is None:
        return None
    return max(timedelta(0), now_utc - ticket.started_at_utc).total_seconds()


def _row(thing: BagThing, state: HandoverState, entered: Entered) -> Row:
    key, fate = key_of(thing), entered.fate(thing)
    if thing.kind == "document":
        code = f"handover.unit_{thing.unit}"
        right = Line(code, {"count": thing.quantity})
        if thing.place:
            right = Line("handover.at_place", {"amount": right, "place": thing.place})
    elif fate == "withdraw":
        right = Line("handover.minutes", {"number": state.minutes})
    else:
        right = Line("handover.given_back")
    turn = Line(f"handover.turn_{other_fate(fate)}") if thing.kind == "original" else None
    if state.verdict != "ready":
        turn = None
    ticked = key in entered.ticked or state.verdict == "collected"
    return Row(key, thing.label, right, ticked, turn)


def _nik_fault(entered: Entered) -> Line | None:
    digits = digits_of(entered.nik)
    if entered.nik.strip() and len(digits) > 16:
        return Line("handover.nik_length", {"count": len(digits)})
    return None
