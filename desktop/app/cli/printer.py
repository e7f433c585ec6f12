"""``loket printer``: the printers of an office."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, identity, open_tool
from desktop.printing.papers import PAPERS


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    add = parser.add(place, "add", "cli.help_printer_add")
    add.add_argument("name", metavar="NAME", help=add.words("cli.help_printer_name"))
    add.add_argument("--kind", required=True, choices=tuple(PAPERS), help=add.words("cli.help_printer_kind"))
    where = add.add_mutually_exclusive_group(required=True)
    where.add_argument("--host", metavar="HOST", help=add.words("cli.help_printer_host"))
    where.add_argument("--folder", metavar="DIR", help=add.words("cli.help_printer_folder"))
    add.add_argument(
        "--port", type=int, default=9100, metavar="9100", help=add.words("cli.help_printer_port")
    )
    add_common(add, writes=True)
    add.set_defaults(run=_add)
    listed = parser.add(place, "list", "cli.help_printer_list")
    add_common(listed)
    listed.set_defaults(run=_list)


def _add(arguments: Any, console: Console) -> int:
    from desktop.office.printers import AddPrinter, add_printer

    address: dict[str, Any] = (
        {"host": arguments.host, "port": arguments.port}
        if arguments.host is not None
        else {"folder": str(Path(arguments.folder).absolute())}
    )
    with open_tool(arguments) as office:
        printer = office.run(
            add_printer,
            AddPrinter(
                office_id=office.office_id,
                name=arguments.name,
                kind=arguments.kind,
                address=address,
                **identity(arguments),
            ),
        ).value
    return console.result(printer, console.text("cli.printer_added", printer=printer.name))


def _list(arguments: Any, console: Console) -> int:
    from desktop.office.printers import list_printers

    with open_tool(arguments) as office:
        printers = office.read(list_printers, office.office_id)
    lines = [
        f"{one.name:<20} {one.kind:<10} "
        f"{one.address.get('folder') or '{host}:{port}'.format(**{'host': '?', 'port': 9100, **one.address})}"
        for one in printers
    ]
    return console.result({"printers": printers}, *lines)
