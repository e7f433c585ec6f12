"""``loket appointment slots, book, cancel, check-in, import, list``: appointments without a window."""

from __future__ import annotations

import argparse
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, identity, open_tool

if TYPE_CHECKING:
    from desktop.app.headless import OpenOffice

_STATES = {
    "booked": "appointment.state_booked",
    "checked_in": "appointment.state_checked_in",
    "done": "appointment.state_done",
    "missed": "appointment.state_missed",
    "cancelled": "appointment.state_cancelled",
}


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    slots = parser.add(place, "slots", "appointment.help_slots")
    slots.add_argument("--group", required=True, metavar="A", help=slots.words("appointment.help_group"))
    slots.add_argument("--from", dest="first", required=True, type=day, metavar="2026-11-23",
                       help=slots.words("appointment.help_from"))  # fmt: skip
    slots.add_argument("--to", dest="last", type=day, metavar="2026-11-27",
                       help=slots.words("appointment.help_to"))  # fmt: skip
    slots.add_argument("--times", required=True, type=times, metavar="08:30-11:30,13:00",
                       help=slots.words("appointment.help_times"))  # fmt: skip
    slots.add_argument(
        "--minutes", type=int, default=30, metavar="30", help=slots.words("appointment.help_minutes")
    )
    slots.add_argument(
        "--quota", type=int, required=True, metavar="4", help=slots.words("appointment.help_quota")
    )
    add_common(slots, writes=True)
    slots.set_defaults(run=_slots)
    book = parser.add(place, "book", "appointment.help_book")
    book.add_argument("--service", required=True, metavar="CODE", help=book.words("appointment.help_service"))
    book.add_argument("--at", type=moment, metavar="2026-11-23T08:30", help=book.words("appointment.help_at"))
    book.add_argument("--name", default="", metavar="NAME", help=book.words("appointment.help_name"))
    book.add_argument("--phone", default="", metavar="PHONE", help=book.words("appointment.help_phone"))
    add_common(book, writes=True)
    book.set_defaults(run=_book)
    for name, help_code, action in (
        ("cancel", "appointment.help_cancel", _cancel),
        ("check-in", "appointment.help_check_in", _check_in),
    ):
        one = parser.add(place, name, help_code)
        one.add_argument("code", metavar="CODE", help=one.words("appointment.help_code"))
        add_common(one, writes=True)
        one.set_defaults(run=action)
    taken = parser.add(place, "import", "appointment.help_import")
    taken.add_argument("file", metavar="FILE", help=taken.words("appointment.help_file"))
    add_common(taken, writes=True)
    taken.set_defaults(run=_import)
    listed = parser.add(place, "list", "appointment.help_list")
    listed.add_argument("--day", type=day, metavar="2026-11-23", help=listed.words("appointment.help_day"))
    add_common(listed)
    listed.set_defaults(run=_list)


def day(text: str) -> date:
    """``2026-11-23``. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text) from error


def moment(text: str) -> datetime:
    """``2026-11-23T08:30``, the office's local time. Raises ArgumentTypeError."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text) from error
    if value.tzinfo is not None:
        raise argparse.ArgumentTypeError(text)
    return value


def times(text: str) -> tuple[tuple[time, time], ...]:
    """``08:30-11:30,13:00`` as stretches of starting times, both ends included. Raises ArgumentTypeError."""
    found = []
    for part in text.split(","):
        first, _, last = part.strip().replace(".", ":").partition("-")
        try:
            begins = time.fromisoformat(first.strip())
            ends = time.fromisoformat(last.strip()) if last else begins
        except ValueError as error:
            raise argparse.ArgumentTypeError(text) from error
        if begins > ends:
            raise argparse.ArgumentTypeError(text)
        found.append((begins, ends))
    return tuple(found)


def _slots(arguments: Any, console: Console) -> int:
    from desktop.office.appointments import MakeSlots, make_slots
    from desktop.office.appointments.names import group_of_letter
    from desktop.office.appointments.rows import every

    starts = {at for begins, ends in arguments.times for at in every(begins, ends, max(arguments.minutes, 1))}
    with open_tool(arguments) as office:
        made = office.run(
            make_slots,
            MakeSlots(
                office_id=office.office_id,
                group_id=office.read(group_of_letter, office.office_id, arguments.group),
                from_day=arguments.first,
                to_day=arguments.last or arguments.first,
                times=tuple(sorted(starts)),
                minutes=arguments.minutes,
                quota=arguments.quota,
                **identity(arguments),
            ),
        ).value
    sentence = console.text(
        "appointment.done_slots",
        made=made.made,
        existing=made.existing,
        closed=len(made.closed_days),
        outside=made.outside,
    )
    return console.result(made, sentence)


def _book(arguments: Any, console: Console) -> int:
    from desktop.office.appointments import BookAppointment, book_appointment
    from desktop.office.appointments.names import service_of_code

    with open_tool(arguments) as office:
        service_id, group_id = office.read(service_of_code, office.office_id, arguments.service)
        outcome = office.run(
            book_appointment,
            BookAppointment(
                office_id=office.office_id,
                slot_id=_slot(office, group_id, arguments.at),
                service_id=service_id,
                name=arguments.name,
                phone=arguments.phone,
                **identity(arguments),
            ),
        ).value
        sentence = _sentence(office, console, "appointment.done_booked", outcome)
    return console.result(outcome, sentence)


def _slot(office: OpenOffice, group_id: Any, at: datetime | None) -> Any:
    """The slot of a local time, or the next one with a place."""
    from desktop.domain.errors import UserError
    from desktop.office.appointments import list_slots, next_free
    from desktop.office.appointments.rows import at_local
    from desktop.office.queue.rows import zone_of

    if at is None:
        slot = office.read(next_free, office.office_id, group_id)
        if slot is None:
            raise UserError("appointment.none_free")
        return slot.id
    starts = at_local(at.date(), at.time(), office.read(zone_of, office.office_id))
    for slot in office.read(list_slots, office.office_id, at.date(), at.date(), group_id):
        if slot.starts_at_utc == starts:
            return slot.id
    raise UserError("appointment.unknown_slot")


def _cancel(arguments: Any, console: Console) -> int:
    from desktop.office.appointments import CancelAppointment, cancel_appointment
    from desktop.office.appointments.checkin import find_appointment

    with open_tool(arguments) as office:
        outcome = office.run(
            cancel_appointment,
            CancelAppointment(
                office_id=office.office_id,
                appointment_id=office.read(find_appointment, office.office_id, arguments.code),
                **identity(arguments),
            ),
        ).value
        sentence = _sentence(office, console, "appointment.done_cancelled", outcome)
    return console.result(outcome, sentence)


def _check_in(arguments: Any, console: Console) -> int:
    from desktop.office.appointments import CheckIn, check_in

    with open_tool(arguments) as office:
        outcome = office.run(
            check_in,
            CheckIn(
                office_id=office.office_id,
                code=arguments.code,
                source="tool",
                language=console.language,
                **identity(arguments),
            ),
        ).value
        at = _local(office, outcome.slot_at_utc)
    if outcome.again:
        code = "appointment.again"
    elif outcome.late:
        code = "appointment.late"
    else:
        booked = outcome.ticket.state == "booked"
        code = "appointment.checked_in_early" if booked else "appointment.checked_in_now"
    sentence = console.text(code, number=outcome.ticket.label, time=console.texts.time(at))
    return console.result(outcome, sentence)


def _import(arguments: Any, console: Console) -> int:
    from pathlib import Path

    from desktop.office.appointments import ImportAppointments, import_appointments, read_appointments

    rows = read_appointments(arguments.file)
    with open_tool(arguments) as office:
        outcome = office.run(
            import_appointments,
            ImportAppointments(
                office_id=office.office_id,
                rows=rows,
                file=Path(arguments.file).name,
                **identity(arguments),
            ),
        ).value
    sentence = console.text(
        "appointment.done_import",
        created=outcome.created,
        moved=outcome.moved,
        unchanged=outcome.unchanged,
    )
    return console.result(outcome, sentence)


def _list(arguments: Any, console: Console) -> int:
    from desktop.office.appointments import code_text, list_day
    from desktop.office.queue.rows import office_day

    with open_tool(arguments) as office:
        wanted = arguments.day or office.read(office_day, office.office_id)
        listed = office.read(list_day, office.office_id, wanted)
    lines = [console.texts.date_weekday(listed.day)]
    for slot in listed.slots:
        lines.append(
            f"{console.texts.time(slot.starts_local):<6} {slot.letter}  "
            + console.text("appointment.places", free=slot.quota - slot.booked, quota=slot.quota)
        )
        for one in listed.appointments:
            if one.slot_id == slot.id:
                name = one.service_en_name if console.language == "en" else one.service_id_name
                state = console.text(_STATES[one.state])
                lines.append(f"         {code_text(one.code)}  {name:<28} {state:<14} {one.number}".rstrip())
    if not listed.slots:
        lines += [console.text("appointment.none_today"), console.text("appointment.none_today_line")]
    return console.result(listed, *lines)


def _sentence(office: OpenOffice, console: Console, code: str, outcome: Any) -> str:
    from desktop.office.appointments import code_text

    at = _local(office, outcome.starts_at_utc)
    return console.text(
        code,
        appointment=code_text(outcome.code),
        day=console.texts.date_weekday(at.date()),
        time=console.texts.time(at),
    )


def _local(office: OpenOffice, at: datetime) -> datetime:
    from desktop.office.appointments.lists import local
    from desktop.office.queue.rows import zone_of

    return local(at, office.read(zone_of, office.office_id))
