"""What each step of the kiosk shows, made from the office's state and the visitor's choices.

Pure functions over `KioskState` and `Flow`; called by the presenter only.
"""

from __future__ import annotations

from typing import Literal

from desktop.office.live.kiosk import KioskGroup, KioskService, KioskState
from desktop.ui.kiosk import flow as way
from desktop.ui.kiosk.flow import Flow
from desktop.ui.kiosk.states import (
    HomeState,
    ListState,
    PadState,
    RestState,
    Say,
    TileState,
    When,
)

HOME_TILES = 8
ROWS = 6
LARGE_TILES = 6

#: Pictures of the groups, for the six-tile look.
_PICTURES = {
    "disdukcapil": dict(
        zip(
            "ABCDEFGH",
            ("family-card", "id-card", "move", "certificate", "rings", "phone", "hand-over", "info"),
            strict=True,
        )
    )
}
#: Reason -> (picture, text)
_REASONS = {
    "elderly": ("elderly", "kiosk.reason.elderly"),
    "disabled": ("wheelchair", "kiosk.reason.disabled"),
    "pregnant_nursing": ("pregnant", "kiosk.reason.pregnant_nursing"),
    "infant": ("infant", "kiosk.reason.infant"),
}


def page_of(tiles: list[TileState], page: int, room: int) -> tuple[TileState, ...]:
    """One page of tiles: all where they fit, else one less and a tile that leads to the next page."""
    if len(tiles) <= room:
        return tuple(tiles)
    each = room - 1
    pages = -(-len(tiles) // each)
    page %= pages
    more = TileState(
        "page",
        str((page + 1) % pages),
        Say("kiosk.more"),
        badge=">",
        line=Say("kiosk.page", {"page": page + 1, "pages": pages}),
        picture="chevron-right",
        kind="page",
    )
    return (*tiles[page * each : (page + 1) * each], more)


def home(state: KioskState, flow: Flow, *, can_check_in: bool) -> HomeState:
    """The start: priority first in the six-tile look, beside the tiles otherwise."""
    six = flow.look != "normal"
    tiles = [_group_tile(group, state, flow, six=six) for group in state.groups]
    if six:
        first = TileState(
            "priority",
            "",
            Say("kiosk.priority_on" if flow.priority else "kiosk.priority"),
            badge="P",
            line=Say("kiosk.priority_undo" if flow.priority else "kiosk.priority_short"),
            picture="heart",
            kind="priority",
            chosen=flow.priority,
        )
        shown = (first, *page_of(tiles, flow.page, LARGE_TILES - 1))
    else:
        shown = page_of(tiles, flow.page, HOME_TILES)
    banner = None
    if state.status == "before_opening" and state.next_opening is not None:
        banner = Say("kiosk.before_opening", {"when": When(state.next_opening)})
    return HomeState(shown, flow.priority, can_check_in, state.all_free, banner)


def _group_tile(group: KioskGroup, state: KioskState, flow: Flow, *, six: bool) -> TileState:
    english = flow.language == "en"
    title = group.short_en if english else group.short_id
    picture = _PICTURES.get(state.agency, {}).get(group.letter, "file")
    kind: Literal["open", "closed"] = "open"
    strong: Say | None = None
    line: Say | None
    if not group.takes_tickets:
        strong, line = _why_not(group)
        icon, kind = "lock", "closed"
    elif group.waiting == 0:
        line, icon = Say("kiosk.nobody_waits"), "check-circle"
    elif group.wait is None or six:
        line, icon = Say("kiosk.waiting", {"count": group.waiting}), "people"
    else:
        minutes = max(group.wait.median_min, 1)
        line, icon = Say("kiosk.waiting_about", {"count": group.waiting, "minutes": minutes}), "people"
    return TileState(
        "group", str(group.id), title, badge=group.letter, line=line, strong=strong, icon=icon,
        picture=picture, kind=kind,
    )  # fmt: skip


def _why_not(group: KioskGroup) -> tuple[Say, Say | None]:
    if group.why_not == "quota":
        return Say("kiosk.quota_tile"), None
    opens = None
    if group.opens_at is not None:
        code = "kiosk.until_tile" if group.why_not == "break" else "kiosk.opens_tile"
        opens = Say(code, {"when": When(group.opens_at, short=True)})
    return Say("kiosk.break_tile" if group.why_not == "break" else "kiosk.closed_tile"), opens


def refusal(group: KioskGroup) -> Say:
    """Why a group gives no number, as a sentence."""
    if group.why_not == "quota":
        return Say("kiosk.quota")
    if group.opens_at is None:
        return Say("kiosk.group_closed")
    code = "kiosk.group_break" if group.why_not == "break" else "kiosk.group_opens"
    return Say(code, {"when": When(group.opens_at)})


def services(state: KioskState, flow: Flow, group: KioskGroup) -> ListState:
    """The services of a group in large rows, the general ticket last."""
    english = flow.language == "en"
    ordered = sorted(group.services, key=lambda service: service.general)
    rows = [_service_row(service, flow) for service in ordered]
    return ListState(
        Say("kiosk.choose_service"),
        group.name_en if english else group.name_id,
        page_of(rows, flow.page, ROWS),
        badge=group.letter,
        priority=flow.priority,
    )


def _service_row(service: KioskService, flow: Flow) -> TileState:
    version = service.version
    if service.general:
        return TileState(
            "service", str(service.id), Say("kiosk.not_sure"), line=Say("kiosk.not_sure_line"), icon="info",
            picture="info",
        )  # fmt: skip
    title = version.short_en if flow.language == "en" else version.short_id
    wait = service.priority_wait if flow.priority else service.wait
    line = icon = None
    if not version.free:
        line, icon = _fee(service, flow), "info"
    elif wait is not None and wait.high_min > 1:
        line, icon = Say("kiosk.about", {"minutes": max(wait.median_min, 1)}), "clock"
    elif wait is not None:
        line, icon = Say("kiosk.at_once"), "check-circle"
    return TileState("service", str(service.id), title, line=line, icon=icon or "", picture="chevron-right")


def _fee(service: KioskService, flow: Flow) -> Say:
    version = service.version
    if version.fee_amount:
        return Say("kiosk.fee", {"amount": version.fee_amount})
    text = version.fee_text_en if flow.language == "en" else version.fee_text_id
    return Say("kiosk.fee_text", {"text": text}) if text else Say("kiosk.fee_asked")


def reasons() -> ListState:
    """Why priority: large pictures, and a way past the question."""
    rows = tuple(
        TileState("reason", code, Say(_REASONS[code][1]), picture=_REASONS[code][0]) for code in way.REASONS
    )
    return ListState(
        Say("kiosk.reason_title"),
        Say("kiosk.reason_hint"),
        rows,
        priority=True,
        pictures=True,
        skip=Say("kiosk.skip"),
    )


def nik_pad(flow: Flow) -> PadState:
    """The NIK, masked unless the visitor wants to see it."""
    return PadState(
        Say("kiosk.nik_title"),
        Say("kiosk.nik_hint"),
        flow.shown_nik(),
        way.NIK_LENGTH,
        hidden=flow.digits_hidden,
        letters=False,
        ready=len(flow.digits) == way.NIK_LENGTH,
        fault=flow.wrong,
        skip=Say("kiosk.nik_skip"),
    )


def code_pad(flow: Flow) -> PadState:
    """The code of an appointment."""
    return PadState(
        Say("kiosk.code_title"),
        Say("kiosk.code_hint"),
        flow.code,
        way.CODE_LENGTH,
        hidden=None,
        letters=True,
        ready=len(flow.code) >= 4,
        fault=flow.wrong,
    )


def closed(state: KioskState, language: str) -> RestState | None:
    """What stands in place of the start while no number can be given; None while one can."""
    if state.takes_tickets:
        if state.groups and all(group.why_not == "quota" for group in state.groups):
            return RestState(Say("kiosk.quota_heading"), Say("kiosk.ask_staff"), "ticket")
        return None
    when = {"when": When(state.next_opening)} if state.next_opening is not None else {}
    opens = Say("kiosk.opens" if when else "kiosk.ask_staff", when)
    if state.status == "break" and state.next_opening is not None:
        until = {"when": When(state.next_opening, short=True)}
        return RestState(Say("kiosk.break", until), Say("kiosk.break_line"), "cup")
    if state.status == "before_opening" and state.kiosk_opens is not None:
        at = state.local_now.replace(hour=state.kiosk_opens.hour, minute=state.kiosk_opens.minute)
        return RestState(
            Say("kiosk.before_opening", when), Say("kiosk.numbers_from", {"when": When(at)}), "clock"
        )
    if state.status == "last_ticket_passed":
        return RestState(Say("kiosk.last_passed"), opens, "ticket")
    if state.status == "holiday":
        name = state.holiday_en if language == "en" else state.holiday_id
        return RestState(Say("kiosk.holiday", {"name": name}), opens, "calendar")
    return RestState(Say("kiosk.closed"), opens, "lock")


def fault() -> RestState:
    """The machine cannot be used."""
    return RestState(Say("kiosk.fault"), Say("kiosk.fault_line"), "plug-off", fault=True)
