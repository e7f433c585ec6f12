"""``loket queue``: the queue without a window, for scripts and tests."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, identity, open_tool
from desktop.domain.errors import UserError
from desktop.domain.states import PRIORITY_REASONS

if TYPE_CHECKING:
    from desktop.app.headless import OpenOffice


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    issue = parser.add(place, "issue", "cli.help_queue_issue")
    issue.add_argument("--service", required=True, metavar="CODE", help=issue.words("cli.help_service"))
    issue.add_argument("--priority", action="store_true", help=issue.words("cli.help_priority"))
    issue.add_argument("--reason", choices=PRIORITY_REASONS, help=issue.words("cli.help_reason"))
    add_common(issue, writes=True)
    issue.set_defaults(run=_issue)
    call = _at_counter(parser, place, "call", "cli.help_queue_call", _call)
    call.add_argument("--finish-current", action="store_true", help=call.words("cli.help_finish_current"))
    _at_counter(parser, place, "start", "cli.help_queue_start", _start)
    _at_counter(parser, place, "finish", "cli.help_queue_finish", _finish)
    _at_counter(parser, place, "no-show", "cli.help_queue_no_show", _no_show)


def _at_counter(parser: Parser, place: Any, name: str, help_code: str, run: Any) -> Parser:
    added = parser.add(place, name, help_code)
    added.add_argument("--counter", metavar="NAME", help=added.words("cli.help_queue_counter"))
    added.add_argument("--staff", metavar="LOGIN", help=added.words("cli.help_queue_staff"))
    add_common(added, writes=True)
    added.set_defaults(run=run)
    return added


def _issue(arguments: Any, console: Console) -> int:
    from desktop.office.catalogue import find_service
    from desktop.office.queue import IssueTicket, issue_ticket

    with open_tool(arguments) as office:
        service = office.read(find_service, office.office_id, arguments.service)
        issued = office.run(
            issue_ticket,
            IssueTicket(
                office_id=office.office_id,
                service_id=service.service_id,
                priority=arguments.priority or arguments.reason is not None,
                reason=arguments.reason,
                source="tool",
                **identity(arguments),
            ),
        ).value
    return console.result(
        issued, console.text("cli.queue_issued", number=issued.label, count=issued.people_ahead)
    )


def _place(office: OpenOffice, arguments: Any) -> tuple[Any, uuid.UUID | None]:
    """The counter and who works there: as named, else the office's only counter and whoever has it open."""
    from desktop.office.shifts import list_counters
    from desktop.office.staff import find_staff

    counters = office.read(list_counters, office.office_id)
    named = arguments.counter
    wanted = None if named is None else " ".join(named.split()).casefold()
    found = [one for one in counters if wanted is None or one.name.casefold() == wanted]
    if len(found) != 1:
        names = ", ".join(one.name for one in counters)
        if named is None:
            raise UserError("cli.counter_needed", allowed=names)
        raise UserError("office.no_counter", counter=named, allowed=names)
    if arguments.staff is None:
        return found[0], found[0].staff_id
    return found[0], office.read(find_staff, office.office_id, arguments.staff).staff_id


def _common(office: OpenOffice, arguments: Any, *, opens: bool = False) -> dict[str, Any]:
    """What every command at a counter carries; ``opens`` opens a closed counter for the person first."""
    from desktop.office.shifts import OpenCounter, open_counter

    counter, staff_id = _place(office, arguments)
    if opens and staff_id is None:
        raise UserError("cli.staff_needed", counter=counter.name)
    if opens and counter.staff_id != staff_id:
        given = arguments.command_id
        own = {} if given is None else {"command_id": uuid.uuid5(given, "open_counter")}
        office.run(
            open_counter,
            OpenCounter(office_id=office.office_id, staff_id=staff_id, counter_id=counter.counter_id, **own),
        )
    return {
        "office_id": office.office_id,
        "staff_id": staff_id,
        "counter_id": counter.counter_id,
        **identity(arguments),
    }


def _call(arguments: Any, console: Console) -> int:
    from desktop.office.queue import CallNext, call_next

    with open_tool(arguments) as office:
        common = _common(office, arguments, opens=True)
        outcome = office.run(call_next, CallNext(finish_current=arguments.finish_current, **common)).value
    if outcome.ticket_id is None:
        return console.result(outcome, console.text("cli.queue_nobody"))
    lines = [console.text("cli.queue_called", number=outcome.label)]
    if outcome.reason == "why.appointment":
        lines.append(console.text("cli.why_appointment"))
    elif console.texts.has(outcome.reason):
        plain = console.text("counter.priority.plain")
        lines.append(console.text(outcome.reason, **{"priority": plain, **outcome.reason_args}))
    return console.result(outcome, *lines)


def _start(arguments: Any, console: Console) -> int:
    from desktop.office.queue import StartService, start_service

    with open_tool(arguments) as office:
        outcome = office.run(start_service, StartService(**_common(office, arguments))).value
    return console.result(outcome, console.text("cli.queue_started", number=outcome.label))


def _finish(arguments: Any, console: Console) -> int:
    from desktop.office.queue import Finish, finish

    with open_tool(arguments) as office:
        outcome = office.run(finish, Finish(**_common(office, arguments))).value
    return console.result(outcome, console.text("cli.queue_finished", number=outcome.label))


def _no_show(arguments: Any, console: Console) -> int:
    from desktop.office.queue.serving import MarkNoShow, mark_no_show

    with open_tool(arguments) as office:
        outcome = office.run(mark_no_show, MarkNoShow(**_common(office, arguments))).value
    return console.result(outcome, console.text("cli.queue_no_show", number=outcome.label))
