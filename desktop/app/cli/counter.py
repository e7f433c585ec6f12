"""``loket counter add`` and ``loket counter list``; ``loket counter`` alone opens the station."""

from __future__ import annotations

from typing import Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser, weight
from desktop.app.cli.tools import add_common, identity, open_tool, words_of


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    add = parser.add(place, "add", "cli.help_counter_add")
    add.add_argument("name", metavar="NAME", help=add.words("cli.help_counter_name"))
    add.add_argument("--services", default="all", metavar="LIST", help=add.words("cli.help_services"))
    add.add_argument("--weight", action="append", type=weight, default=[], metavar="B=3",
                     help=add.words("cli.help_weight"))  # fmt: skip
    add.add_argument("--zone", default="utama", metavar="CODE", help=add.words("cli.help_zone"))
    add.add_argument("--low", action="store_true", help=add.words("cli.help_low"))
    add_common(add, writes=True)
    add.set_defaults(run=_add)
    listed = parser.add(place, "list", "cli.help_counter_list")
    add_common(listed)
    listed.set_defaults(run=_list)


def _add(arguments: Any, console: Console) -> int:
    from desktop.office.counters import AddCounter, add_counter

    with open_tool(arguments) as office:
        counter = office.run(
            add_counter,
            AddCounter(
                office_id=office.office_id,
                name=arguments.name,
                services=words_of(arguments.services),
                weights=dict(arguments.weight),
                zone=arguments.zone,
                low=arguments.low,
                **identity(arguments),
            ),
        ).value
    sentence = console.text("cli.counter_added", counter=counter.name, count=len(counter.services))
    return console.result(counter, sentence)


def _list(arguments: Any, console: Console) -> int:
    from desktop.office.counters import list_counter_services

    with open_tool(arguments) as office:
        counters = office.read(list_counter_services, office.office_id)
    lines = [
        console.text(
            "cli.counter_line", counter=one.name, zone=one.zone, groups=", ".join(one.groups),
            services=len(one.services),
        )
        for one in counters
    ]  # fmt: skip
    return console.result({"counters": counters}, *lines)
