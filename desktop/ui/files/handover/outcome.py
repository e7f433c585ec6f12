"""What the page says after an attempt: done, or why not. Pure; called by the presenter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.errors import LoketError
from desktop.office.files.commands import GivenPerson
from desktop.office.files.handover_values import HandedOver, HandOver
from desktop.office.live.handover import HandoverState
from desktop.ui.files.handover.scene import Entered, digits_of
from desktop.ui.files.handover.state import DoneScene, Line


def order_of(who: dict[str, Any], where: dict[str, Any], state: HandoverState, entered: Entered) -> HandOver:
    """The order to give out what is on the page: all of it, as it was ticked.

    Args:
    who: office, station and staff. where: ticket, counter and printer.
    """
    proxy = None
    if entered.collector == "proxy" and (entered.other_proxy or not state.proxy):
        proxy = GivenPerson(name=entered.name.strip(), nik=digits_of(entered.nik))
    held = [one for one in state.things if one.kind == "original"]
    fates = {one.id: entered.fate(one) for one in held if one.id is not None}
    return HandOver(
        **who,
        **where,
        application_id=state.application_id,
        version=state.version,
        collector=entered.collector,
        proxy=proxy,
        letter=entered.letter if entered.collector == "proxy" else None,
        last4=entered.last4,
        identity_reason=entered.reason,
        face=entered.face,
        given=tuple(one.id for one in state.things if one.kind == "document" and one.id is not None),
        returned=tuple(key for key, fate in fates.items() if fate == "return"),
        withdrawn=tuple(key for key, fate in fates.items() if fate == "withdraw"),
        cards=tuple(one.requirement for one in state.things if one.kind == "card"),
        signed=entered.signed,
        strokes=entered.strokes if entered.signed == "pad" else (),
    )


def same_order(one: HandOver, other: HandOver) -> bool:
    """Whether two orders ask for the same, whatever their ids."""
    return msgspec.structs.replace(other, command_id=one.command_id) == one


def said(error: LoketError) -> Line:
    """A refusal or a fault as a line of the page."""
    details = dict(error.details)
    likely = details.pop("likely", None)
    if isinstance(likely, list) and likely:
        return Line("handover.likely", {"likely": likely})
    if error.code == "file.already_collected":
        return Line("handover.already", details)
    return Line(error.code, details)


def done_scene(state: HandoverState, outcome: HandedOver, signed: str) -> DoneScene:
    """What the closing page says."""
    at: datetime = outcome.at_utc.astimezone(state.now_local.tzinfo)
    lines = [Line(f"handover.done_{outcome.collector}", {"number": outcome.number, "time": at})]
    if outcome.minutes_number:
        lines.append(Line("handover.done_minutes", {"number": outcome.minutes_number}))
    if outcome.job_id is not None:
        lines.append(Line("handover.done_printed"))
    elif signed == "paper":
        lines.append(Line("handover.done_unprinted"))
    survey = Line("handover.done_survey", {"address": state.survey_url}) if state.survey_url else None
    return DoneScene(Line("handover.done"), tuple(lines), survey)
