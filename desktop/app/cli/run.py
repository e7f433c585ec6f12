"""Chooses the command, runs it, and turns what went wrong into a sentence and an exit code."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path
from typing import Final

from desktop.app.cli.console import ENVIRONMENT, OK, USAGE, Console
from desktop.app.cli.parsing import Parser, UsageError
from desktop.domain.errors import LoketError

log = logging.getLogger(__name__)

STATIONS: Final = ("kiosk", "counter", "display", "backoffice", "supervisor", "admin")
_WINDOWS: Final = "desktop.app.cli.windows"
#: First word of a command line to the module that knows it; ``counter`` is a station and a tool.
COMMANDS: Final = {
    **dict.fromkeys(STATIONS, _WINDOWS),
    "demo": _WINDOWS,
    "tour": _WINDOWS,
    "office": "desktop.app.cli.office",
    "staff": "desktop.app.cli.staff",
    "printer": "desktop.app.cli.printer",
    "catalogue": "desktop.app.cli.catalogue",
    "queue": "desktop.app.cli.queue",
    "files": "desktop.app.cli.files",
    "forms": "desktop.app.cli.forms",
    "appointment": "desktop.app.cli.appointments",
    "db": "desktop.app.cli.database",
    "server": "desktop.app.cli.server",
}
_COUNTER_TOOLS: Final = ("add", "list")


def run(argv: list[str]) -> int:
    """Run one command line; returns the exit code.

    Every tool takes ``--json`` anywhere; it is taken out here.
    """
    console = Console(as_json="--json" in argv, helping=bool({"-h", "--help"} & set(argv)))
    words = [word for word in argv if word != "--json"]
    try:
        return _dispatch(words, console)
    except UsageError as error:
        sentence = console.text("cli.usage", problem=error.sentence, command=error.command)
        console.failure("cli.usage", [sentence], {"detail": error.detail})
        return USAGE
    except LoketError as error:
        return console.error(error)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output went away (`loket ... | head`): nothing is wrong, and nothing can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else OK  # --help ended
    except Exception as error:
        # A bug of ours: the person gets a number to tell, the log gets the rest.
        return _incident(error, console)


def _dispatch(words: list[str], console: Console) -> int:
    first = next((word for word in words if word in COMMANDS), None)
    leading = words[0] if words else ""
    if leading and not leading.startswith("-") and leading != first:
        raise UsageError(console.text("cli.usage_no_command", name=leading), leading, "loket")
    if first is None:
        return _bare(words, console)
    words = list(words)
    words.remove(first)
    module = COMMANDS[first]
    if first == "counter" and words and words[0] in _COUNTER_TOOLS:
        module = "desktop.app.cli.counter"
    parser = Parser(console=console, prog=f"loket {first}")
    chosen = importlib.import_module(module)
    chosen.build(parser, first)
    arguments = parser.parse_args(words)
    code: int = arguments.run(arguments, console)
    return code


def _bare(words: list[str], console: Console) -> int:
    from desktop.app.cli import windows

    parser = Parser(console=console, prog="loket")
    parser.description = parser.words("cli.help_bare")
    parser.add_argument("--self-test", action="store_true", help=parser.words("cli.help_self_test"))
    parser.add_argument("--version", action="store_true", help=parser.words("cli.help_version"))
    windows.add_options(parser)
    parser.epilog = parser.words("cli.help_list")
    arguments = parser.parse_args(words)
    if arguments.version:
        version = _version()
        return console.result({"version": version}, f"Loket {version}")
    if arguments.self_test:
        from desktop.app.selftest import report_self_test

        return int(report_self_test(console))
    return windows.open_chosen(None, arguments, console)


def _version() -> str:
    """The installed program's version; a clone that was not installed reads its own description."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("loket")
    except PackageNotFoundError:
        import tomllib

        description = Path(__file__).resolve().parents[3] / "pyproject.toml"
        return str(tomllib.loads(description.read_text(encoding="utf-8"))["project"]["version"])


def _incident(error: Exception, console: Console) -> int:
    import secrets

    number = secrets.token_hex(3)[:5].upper()
    try:
        from desktop.app.settings import home_folder

        handler = logging.FileHandler(home_folder() / "loket.log", encoding="utf-8", delay=True)
    except (LoketError, OSError):
        handler = None
    if handler is not None:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(handler)
    log.error("incident %s", number, exc_info=error)
    if handler is not None:
        log.removeHandler(handler)
        handler.close()
    console.failure("app.incident", [console.text("app.incident", number=number)], {"number": number})
    return ENVIRONMENT
