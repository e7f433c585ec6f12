"""Reading the command line: an argparse parser whose words are in both languages."""

from __future__ import annotations

import argparse
import re
import uuid
from typing import Any, NoReturn

from desktop.app.cli.console import Console

#: Patterns as text: only a command line that cannot be understood pays for compiling them.
_PHRASES = (
    (r"the following arguments are required: (?P<names>.*)", "cli.usage_required"),
    (r"one of the arguments (?P<names>.*) is required", "cli.usage_required"),
    (r"unrecognized arguments: (?P<names>.*)", "cli.usage_unknown"),
    (
        r"argument (?P<name>[^:]*): invalid choice: (?P<value>.*) \(choose from (?P<allowed>.*)\)",
        "cli.usage_choice",
    ),
    (r"argument (?P<name>[^:]*): expected .* arguments?", "cli.usage_value_missing"),
    (r"argument (?P<name>[^:]*): invalid \w+ value: (?P<value>.*)", "cli.usage_value"),
    (r"argument (?P<name>[^:]*): (?P<value>.*)", "cli.usage_value"),
)


class UsageError(Exception):
    """The command line cannot be understood; ``sentence`` says what is wrong, ``detail`` in argparse's words."""

    def __init__(self, sentence: str, detail: str, command: str) -> None:
        super().__init__(sentence)
        self.sentence, self.detail, self.command = sentence, detail, command


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises UsageError instead of ending the program."""

    def __init__(self, *, console: Console, **arguments: Any) -> None:
        arguments.setdefault("formatter_class", lambda prog: _Formatter(prog, console))
        super().__init__(**arguments, add_help=False, allow_abbrev=False)
        self.console = console
        self._positionals.title = self.words("cli.help_arguments")
        self._optionals.title = self.words("cli.help_options")
        self.add_argument("-h", "--help", action="help", help=self.words("cli.help_help"))

    def words(self, code: str) -> str:
        """A help text, read only where help is asked for; argparse reads percent signs as its own."""
        return self.console.text(code).replace("%", "%%") if self.console.helping else ""

    def commands(self) -> Any:
        """The place for this command's subcommands."""
        return self.add_subparsers(
            dest="subcommand", required=True, metavar="COMMAND", title=self.words("cli.help_commands") or "commands"
        )  # fmt: skip

    def add(self, place: Any, name: str, help_code: str) -> Parser:
        """Add a subcommand."""
        words = self.words(help_code)
        parser: Parser = place.add_parser(name, console=self.console, help=words, description=words)
        return parser

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the message in the person's language."""
        for pattern, code in _PHRASES:
            if match := re.fullmatch(pattern, message):
                raise UsageError(self.console.text(code, **match.groupdict()), message, self.prog)
        raise UsageError(message, message, self.prog)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, console: Console) -> None:
        super().__init__(prog, max_help_position=30, width=100)
        self._usage_prefix = f"{console.text('cli.help_usage')} " if console.helping else ""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._usage_prefix if prefix is None else prefix)


def window_size(text: str) -> tuple[int, int]:
    """``1280x720`` as width and height. Raises ArgumentTypeError."""
    match = re.fullmatch(r"(\d{3,5})[xX](\d{3,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(text)
    return int(match[1]), int(match[2])


def scale(text: str) -> float:
    """``1.5`` or ``150%`` as a factor from 0.5 to 3. Raises ArgumentTypeError."""
    try:
        value = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text) from error
    if not 0.5 <= value <= 3:
        raise argparse.ArgumentTypeError(text)
    return value


def weight(text: str) -> tuple[str, int]:
    """``B=3`` as a group letter or service code and its weight. Raises ArgumentTypeError."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip().isdigit():
        raise argparse.ArgumentTypeError(text)
    return name.strip(), int(value)


def command_id(text: str) -> uuid.UUID:
    """A UUID. Raises ArgumentTypeError."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text) from error
