"""``loket server``: named in the design, comes with a later release."""

from __future__ import annotations

from typing import Any

from desktop.app.cli.console import REFUSED, Console
from desktop.app.cli.parsing import Parser


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    init = parser.add(parser.commands(), "init", "cli.help_server_init")
    init.set_defaults(run=_later)


def _later(arguments: Any, console: Console) -> int:
    console.failure("cli.later", [console.text("cli.later", name="server init")], {"name": "server init"})
    return REFUSED
