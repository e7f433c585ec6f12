"""``loket files import, find, void, agenda, handovers``: files without a window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.app.cli import registers
from desktop.app.cli.console import REFUSED, Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, identity, open_tool
from desktop.domain.errors import UserError

if TYPE_CHECKING:
    from desktop.app.headless import OpenOffice
    from desktop.office.files.importing import BundleOutcome, ImportFiles

CHANNELS = ("online", "post", "phone", "village", "outreach")
_PROGRESS_EVERY = 25
_STATES = {
    "received": "import.state_received",
    "returned": "import.state_returned",
    "known": "import.state_known",
}


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    taken = parser.add(place, "import", "import.help")
    taken.add_argument("file", metavar="FILE", help=taken.words("import.help_file"))
    taken.add_argument("--channel", choices=CHANNELS, help=taken.words("import.help_channel"))
    taken.add_argument("--source", metavar="NAME", help=taken.words("import.help_source"))
    taken.add_argument("--printer", metavar="NAME", help=taken.words("import.help_printer"))
    taken.add_argument("--staff", metavar="LOGIN", help=taken.words("import.help_staff"))
    taken.add_argument("--dry-run", action="store_true", help=taken.words("import.help_dry_run"))
    add_common(taken, writes=True)
    taken.set_defaults(run=_import)
    found = parser.add(place, "find", "import.help_find")
    found.add_argument("text", metavar="TEXT", help=found.words("import.help_find_text"))
    add_common(found)
    found.set_defaults(run=_find)
    voided = parser.add(place, "void", "import.help_void")
    voided.add_argument(
        "--reason", required=True, metavar="TEXT", help=voided.words("import.help_void_reason")
    )
    voided.add_argument("--series", metavar="K", help=voided.words("import.help_void_series"))
    voided.add_argument("--staff", metavar="LOGIN", help=voided.words("import.help_staff"))
    add_common(voided, writes=True)
    voided.set_defaults(run=_void)
    registers.add(parser, place)


def _import(arguments: Any, console: Console) -> int:
    from desktop.office.files.importing import ImportFiles, import_files, look_at_bundle, read_bundle
    from desktop.office.files.keeping import privacy_settings

    with open_tool(arguments) as office:
        most = office.read(privacy_settings, office.office_id).max_attachment_bytes
        try:
            bundle = read_bundle(arguments.file, max_attachment_bytes=most)
            command = ImportFiles(
                office_id=office.office_id,
                staff_id=_staff(office, arguments.staff),
                bundle=bundle,
                channel=arguments.channel or bundle.channel or "",
                source=arguments.source or bundle.source or "",
                printer_id=_printer(office, arguments.printer),
                **identity(arguments),
            )
            outcome = office.read(look_at_bundle, command)
            if not arguments.dry_run:
                outcome = _take(office, console, command, import_files)
        except UserError as error:
            if error.code != "import.refused":
                raise
            return _say_problems(console, error.details)
    return console.result(outcome, *_lines(console, outcome))


def _take(office: OpenOffice, console: Console, command: ImportFiles, import_files: Any) -> BundleOutcome:
    """Store the scans, each in a short transaction of its own, then all the files in one."""
    from desktop.office.files.importing import StoreScan, content_of, store_scan

    scans = [scan for one in command.bundle.files for scan in one.scans]
    for number, scan in enumerate(scans, 1):
        office.run(
            store_scan, StoreScan(office_id=office.office_id, content=content_of(scan), facts=scan.facts)
        )
        if number % _PROGRESS_EVERY == 0:
            console.progress("import.progress_scans", done=number, total=len(scans))

    def progress(done: int, total: int) -> None:
        if done % _PROGRESS_EVERY == 0 and done < total:
            console.progress("import.progress_files", done=done, total=total)

    outcome: BundleOutcome = office.run(
        lambda work, asked: import_files(work, asked, progress), command
    ).value
    return outcome


def _lines(console: Console, outcome: BundleOutcome) -> list[str]:
    lines = []
    if outcome.repeated:
        lines.append(console.text("import.repeated"))
    for one in outcome.files:
        state = console.text(_STATES[one.state], missing=one.missing)
        lines.append(f"{one.index:>4}  {one.number or '-':<14} {one.reference:<24} {state}")
        lines += [
            "      " + console.text("import.notice", text=console.text(code))
            for code in one.warnings
            if console.texts.has(code)
        ]
    sentence = "import.would_take" if outcome.dry_run else "import.taken"
    lines.append(
        console.text(
            sentence,
            received=outcome.received,
            returned=outcome.returned,
            known=outcome.known,
            scans=outcome.scans,
        )
    )
    return lines


def _say_problems(console: Console, details: Mapping[str, Any]) -> int:
    """Every problem with its place, and that nothing was taken in."""
    faults: list[Any] = list(details["faults"])
    sentences = []
    for one in faults:
        sentences.append(_problem(console, one))
    hidden = details["count"] - len(faults)
    if hidden > 0:
        sentences.append(console.text("import.more_problems", count=hidden))
    sentences.append(console.text("import.nothing_taken", file=details["file"], count=details["count"]))
    console.failure("import.refused", sentences, dict(details))
    return REFUSED


def _problem(console: Console, one: Mapping[str, Any]) -> str:
    text = console.text(one["problem"], **{"allowed": one["allowed"], **one["args"]})
    if one["line"]:
        place = console.text("import.at_line", line=one["line"])
    elif one["index"]:
        place = console.text("import.at_file", index=one["index"])
    else:
        place = console.text("import.at_bundle")
    where = f"{place}, {one['field']}" if one["field"] else place
    return f"{where}: {text}"


def _find(arguments: Any, console: Console) -> int:
    from desktop.office.live.file_search import search_files

    with open_tool(arguments) as office:
        found = office.read(search_files, office.office_id, arguments.text)
    lines = [f"{one.number}  {one.state:<18} {one.applicant}  {one.nik}".rstrip() for one in found.rows]
    return console.result(found, *(lines or [console.text("import.found_none")]))


def _void(arguments: Any, console: Console) -> int:
    from desktop.office.files.commands import VoidNumber
    from desktop.office.files.numbers import void_number

    with open_tool(arguments) as office:
        voided = office.run(
            void_number,
            VoidNumber(
                office_id=office.office_id,
                staff_id=_staff(office, arguments.staff),
                reason=arguments.reason,
                letter=arguments.series,
                **identity(arguments),
            ),
        ).value
    return console.result(voided, console.text("import.voided", number=voided.number))


def _staff(office: OpenOffice, login: str | None) -> Any:
    from desktop.office.staff import find_staff

    return office.read(find_staff, office.office_id, login).staff_id if login else None


def _printer(office: OpenOffice, name: str | None) -> Any:
    from desktop.office.printers import list_printers

    if name is None:
        return None
    for one in office.read(list_printers, office.office_id):
        if one.name.casefold() == name.strip().casefold():
            return one.printer_id
    raise UserError("paper.no_printer")
