"""``loket catalogue``: the services of an office as a file."""

from __future__ import annotations

from typing import Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, identity, open_tool


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    taken = parser.add(place, "import", "cli.help_catalogue_import")
    taken.add_argument("file", metavar="FILE", help=taken.words("cli.help_catalogue_file"))
    taken.add_argument("--replace", action="store_true", help=taken.words("cli.help_replace"))
    add_common(taken, writes=True)
    taken.set_defaults(run=_import)
    given = parser.add(place, "export", "cli.help_catalogue_export")
    given.add_argument("file", metavar="FILE", help=given.words("cli.help_catalogue_file"))
    add_common(given)
    given.set_defaults(run=_export)
    listed = parser.add(place, "list", "cli.help_catalogue_list")
    add_common(listed)
    listed.set_defaults(run=_list)


def _import(arguments: Any, console: Console) -> int:
    from desktop.office.catalogue import ImportCatalogue, import_catalogue
    from desktop.office.catalogue_file import read_catalogue

    catalogue = read_catalogue(arguments.file)
    with open_tool(arguments) as office:
        outcome = office.run(
            import_catalogue,
            ImportCatalogue(
                office_id=office.office_id,
                catalogue=catalogue,
                replace=arguments.replace,
                **identity(arguments),
            ),
        ).value
    lines = [console.text("cli.catalogue_same", services=outcome.services)]
    if outcome.changed:
        lines = [
            console.text(
                "cli.catalogue_imported",
                services=outcome.services,
                groups=outcome.groups,
                added=len(outcome.added),
                updated=len(outcome.updated),
                deactivated=len(outcome.deactivated),
            )
        ]
    if outcome.unverified:
        lines.append(console.text("cli.office_unverified", count=outcome.unverified))
    return console.result(outcome, *lines)


def _export(arguments: Any, console: Console) -> int:
    from desktop.office.catalogue import export_catalogue
    from desktop.office.catalogue_file import write_catalogue

    with open_tool(arguments) as office:
        catalogue = office.read(export_catalogue, office.office_id)
    write_catalogue(catalogue, arguments.file)
    counts = {"services": len(catalogue.services), "groups": len(catalogue.groups)}
    sentence = console.text("cli.catalogue_exported", file=arguments.file, **counts)
    return console.result({"file": arguments.file, **counts}, sentence)


def _list(arguments: Any, console: Console) -> int:
    from desktop.office.catalogue import list_services

    with open_tool(arguments) as office:
        services = office.read(list_services, office.office_id, "administrator")
    active = [one for one in services if one.active]
    lines = [
        f"{one.letter}  {one.code:<24} {one.name_id if console.language == 'id' else one.name_en}"
        + ("" if one.verified else f"  ({console.text('cli.unverified')})")
        for one in active
    ]
    return console.result({"services": active}, *lines)
