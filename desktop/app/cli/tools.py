"""What several tools share: the office they work on, passwords, common options."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.cli.parsing import Parser, command_id
from desktop.app.settings import database_address, load_settings, require_database
from desktop.domain.errors import UserError

if TYPE_CHECKING:
    from desktop.app.cli.console import Console
    from desktop.app.headless import OpenOffice


def add_common(parser: Parser, *, writes: bool = False) -> None:
    """Options that every tool has; ``--json`` is read before."""
    parser.add_argument("--office", metavar="CODE", help=parser.words("cli.help_office"))
    parser.add_argument("--json", action="store_true", help=parser.words("cli.help_json"))
    if writes:
        parser.add_argument(
            "--command-id", type=command_id, metavar="UUID", help=parser.words("cli.help_command_id")
        )


def open_tool(arguments: Any) -> OpenOffice:
    """The configured office, opened for a tool.

    Raises:
        UserError, EnvironmentFault: as ``desktop.app.headless.open_office``; ``database.no_file``.
    """
    from desktop.app.headless import open_office

    settings = load_settings()
    address = require_database(database_address(settings))
    office = getattr(arguments, "office", None) or settings.database.office or None
    return open_office(address, station="tool", office=office)


def identity(arguments: Any) -> dict[str, Any]:
    """``command_id`` for a command, where the person gave one."""
    return {} if arguments.command_id is None else {"command_id": arguments.command_id}


def add_password_file(parser: Parser) -> None:
    """The option that names a file with the password."""
    parser.add_argument("--password-file", metavar="FILE", help=parser.words("cli.help_password_file"))


def read_password(file: str | None, console: Console) -> str:
    """The password: the first line of ``file`` (``-`` is stdin), or asked for twice.

    Raises:
        UserError: ``cli.password_file`` (file, cause), ``cli.password_needed``, ``cli.passwords_differ``.
    """
    if file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if file is not None:
        try:
            lines = Path(file).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            cause = getattr(error, "strerror", None) or type(error).__name__
            raise UserError("cli.password_file", file=file, cause=cause) from error
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise UserError("cli.password_needed")
    first = getpass.getpass(console.text("cli.password_ask") + " ")
    if getpass.getpass(console.text("cli.password_again") + " ") != first:
        raise UserError("cli.passwords_differ")
    return first


def words_of(value: str) -> tuple[str, ...]:
    """``A,B, C`` as its parts."""
    return tuple(part.strip() for part in value.replace(";", ",").split(",") if part.strip())
