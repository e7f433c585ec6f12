"""``loket files agenda`` and ``loket files handovers``: the register pages of a day or of some days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop.app.cli.appointments import day
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, open_tool

if TYPE_CHECKING:
    from desktop.app.cli.console import Console
    from desktop.printing.registers import AgendaSnapshot, HandoverListSnapshot

PAPERS: Final = ("F4", "A4")


def add(parser: Parser, place: Any) -> None:
    """Declare the subcommands among those of ``loket files``."""
    for name, help_code, run in (
        ("agenda", "formsheet.help_agenda", _agenda),
        ("handovers", "formsheet.help_handovers", _handovers),
    ):
        one = parser.add(place, name, help_code)
        one.add_argument("--day", type=day, metavar="2026-11-23", help=one.words("formsheet.help_day"))
        one.add_argument(
            "--last-day", type=day, metavar="2026-11-27", help=one.words("formsheet.help_last_day")
        )
        one.add_argument("--out", metavar="FILE", help=one.words("formsheet.help_out"))
        one.add_argument("--paper", choices=PAPERS, default="F4", help=one.words("formsheet.help_paper"))
        one.add_argument("--staff", metavar="LOGIN", help=one.words("formsheet.help_staff"))
        add_common(one)
        one.set_defaults(run=run)


def _agenda(arguments: Any, console: Console) -> int:
    register, out = _open(arguments, console, "agenda")
    lines = [
        f"{row.number:<14} {row.received_local:%H.%M}  {row.state:<18} {row.service:<40} "
        f"{row.applicant}  {row.received_by}"
        for row in register.rows
    ]
    return _say(console, register, out, lines)


def _handovers(arguments: Any, console: Console) -> int:
    register, out = _open(arguments, console, "handover_list")
    lines = [
        f"{row.number:<14} {row.handed_local:%H.%M}  {row.collector:<24} {row.documents}"
        for row in register.rows
    ]
    return _say(console, register, out, lines)


def _open(arguments: Any, console: Console, kind: Any) -> tuple[Any, str | None]:
    from desktop.office.files.register_output import save_register
    from desktop.office.files.register_pages import OpenRegister, open_register
    from desktop.office.live.registers import office_day
    from desktop.office.staff import find_staff

    with open_tool(arguments) as office:
        first = arguments.day or office.read(office_day, office.office_id)
        login = arguments.staff
        staff = office.read(find_staff, office.office_id, login).staff_id if login else None
        command = OpenRegister(
            office_id=office.office_id,
            staff_id=staff,
            kind=kind,
            first_day=first,
            last_day=arguments.last_day or first,
            language="en" if console.language == "en" else "id",
        )
        register = office.run(open_register, command).value
        out = None
        if arguments.out:
            out = office.read(save_register, register, arguments.paper, arguments.out)
    return register, out


def _say(
    console: Console, register: AgendaSnapshot | HandoverListSnapshot, out: str | None, lines: list[str]
) -> int:
    value = {**register.to_data(), "out": out}
    if out is None:
        return console.result(value, *(lines or [console.text("formsheet.no_rows")]))
    return console.result(value, console.text("formsheet.register_saved", count=len(lines), file=out))
