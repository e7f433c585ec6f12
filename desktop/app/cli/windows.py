"""The commands that open windows: stations, the demo and the tour."""

from __future__ import annotations

from typing import Any

from desktop.app.cli.console import REFUSED, Console
from desktop.app.cli.options import DemoOptions, StationOptions, TourOptions
from desktop.app.cli.parsing import Parser, scale, window_size

#: Windows that are named in the design and come with a later release.
LATER = ("supervisor",)


def build(parser: Parser, command: str) -> None:
    """Declare the options of ``command``."""
    if command == "tour":
        parser.description = parser.words("cli.help_tour")
        parser.add_argument("--out", required=True, metavar="DIR", help=parser.words("cli.help_out"))
        _add_look(parser)
        parser.set_defaults(run=_tour)
    elif command == "demo":
        parser.description = parser.words("cli.help_demo")
        _add_look(parser)
        _add_exit(parser)
        parser.set_defaults(run=_demo)
    else:
        parser.description = parser.words("cli.help_station")
        add_options(parser)
        parser.set_defaults(run=lambda arguments, console: open_chosen(command, arguments, console))


def add_options(parser: Parser) -> None:
    """The options of every station."""
    _add_look(parser)
    _add_exit(parser)
    parser.add_argument("--windowed", action="store_true", help=parser.words("cli.help_windowed"))
    parser.add_argument("--counter", metavar="NAME", help=parser.words("cli.help_station_counter"))
    parser.add_argument("--zone", metavar="CODE", help=parser.words("cli.help_station_zone"))
    parser.add_argument("--name", metavar="NAME", help=parser.words("cli.help_station_name"))
    parser.add_argument("--office", metavar="CODE", help=parser.words("cli.help_office"))


def _add_exit(parser: Parser) -> None:
    parser.add_argument(
        "--exit-when-loaded", action="store_true", help=parser.words("cli.help_exit_when_loaded")
    )


def _add_look(parser: Parser) -> None:
    parser.add_argument("--language", choices=("id", "en"), help=parser.words("cli.help_language"))
    parser.add_argument(
        "--theme", choices=("light", "dark", "black", "white"), help=parser.words("cli.help_theme")
    )
    parser.add_argument("--scale", type=scale, metavar="1.5", help=parser.words("cli.help_scale"))
    parser.add_argument("--size", type=window_size, metavar="1280x720", help=parser.words("cli.help_size"))


def open_chosen(kind: str | None, arguments: Any, console: Console) -> int:
    """Open a station, or the chooser where ``kind`` is None."""
    if kind in LATER:
        console.failure("cli.later", [console.text("cli.later", name=kind)], {"name": kind})
        return REFUSED
    from desktop.app.stations import open_station

    options = StationOptions(
        exit_when_loaded=arguments.exit_when_loaded,
        language=arguments.language,
        theme=arguments.theme,
        scale=arguments.scale,
        size=arguments.size,
        windowed=arguments.windowed,
        counter=arguments.counter,
        zone=arguments.zone,
        name=arguments.name,
        office=arguments.office,
    )
    return int(open_station(kind, options))


def _demo(arguments: Any, console: Console) -> int:
    from desktop.app.demo import run_demo

    options = DemoOptions(
        language=arguments.language,
        theme=arguments.theme,
        scale=arguments.scale,
        size=arguments.size,
        exit_when_loaded=arguments.exit_when_loaded,
    )
    return int(run_demo(options))


def _tour(arguments: Any, console: Console) -> int:
    from desktop.app.tour import run_tour

    options = TourOptions(
        out=arguments.out,
        language=arguments.language,
        theme=arguments.theme,
        scale=arguments.scale,
        size=arguments.size,
    )
    return int(run_tour(options))
