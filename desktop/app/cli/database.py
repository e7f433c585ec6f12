"""``loket db``: keeping the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser
from desktop.app.cli.tools import add_common, open_tool
from desktop.app.settings import database_address, load_settings, require_database, with_password

_PARTS = {
    "integrity": "cli.part_integrity",
    "rules": "cli.part_rules",
    "tables": "cli.part_tables",
    "seals": "cli.part_seals",
}


def build(parser: Parser, command: str) -> None:
    """Declare the subcommands."""
    place = parser.commands()
    for name, help_code, run in (
        ("upgrade", "cli.help_db_upgrade", _upgrade),
        ("check", "cli.help_db_check", _check),
    ):
        one = parser.add(place, name, help_code)
        add_common(one)
        one.set_defaults(run=run)
    backup = parser.add(place, "backup", "cli.help_db_backup")
    backup.add_argument("file", metavar="FILE", help=backup.words("cli.help_db_file"))
    add_common(backup)
    backup.set_defaults(run=_backup)
    restore = parser.add(place, "restore", "cli.help_db_restore")
    restore.add_argument("file", metavar="FILE", help=restore.words("cli.help_db_file"))
    restore.add_argument("--replace", action="store_true", help=restore.words("cli.help_db_replace"))
    add_common(restore)
    restore.set_defaults(run=_restore)
    copy = parser.add(place, "copy", "cli.help_db_copy")
    copy.add_argument("--to", required=True, metavar="URL", help=copy.words("cli.help_db_to"))
    add_common(copy)
    copy.set_defaults(run=_copy)


def _address() -> str:
    return database_address(load_settings())


def _upgrade(arguments: Any, console: Console) -> int:
    from desktop.models.upgrade import HEAD, upgrade

    before = upgrade(require_database(_address()))
    sentence = (
        console.text("cli.db_current", version=HEAD)
        if before == HEAD
        else console.text("cli.db_upgraded", version=HEAD)
    )
    return console.result({"before": before, "version": HEAD}, sentence)


def _check(arguments: Any, console: Console) -> int:
    from desktop.office.database_tools import check_database

    def progress(part: str) -> None:
        console.progress("cli.progress_check", part=console.text(_PARTS[part]))

    with open_tool(arguments) as office:
        report = office.read(check_database, progress)
    report.raise_if_broken()
    seals = sum(one.seals for one in report.seals.values())
    lines = [console.text("cli.db_checked", version=report.version, rows=report.rows, seals=seals)]
    lines += [console.text("cli.db_head", digest=one.head) for one in report.seals.values() if one.head]
    return console.result({"ok": True, "rows": report.rows, **_plain(report)}, *lines)


def _plain(report: Any) -> dict[str, Any]:
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(report)
    return plain


def _backup(arguments: Any, console: Console) -> int:
    from desktop.models.backup import backup_database

    done = backup_database(require_database(_address()), Path(arguments.file).absolute(), _steps(console))
    sentence = console.text("cli.db_backed_up", file=done.file, rows=done.rows)
    return console.result({"file": done.file, "rows": done.rows}, sentence)


def _restore(arguments: Any, console: Console) -> int:
    from desktop.models.backup import restore_database

    done = restore_database(
        Path(arguments.file).absolute(),
        _address(),
        datetime.now(UTC),
        replace=arguments.replace,
        progress=_steps(console),
    )
    lines = [console.text("cli.db_restored", file=done.file, rows=done.rows)]
    if done.moved_to:
        lines.append(console.text("cli.db_moved_aside", file=done.moved_to))
    return console.result({"file": done.file, "rows": done.rows, "moved_to": done.moved_to}, *lines)


def _copy(arguments: Any, console: Console) -> int:
    from desktop.models.copying import copy_database

    copied = copy_database(require_database(_address()), with_password(arguments.to), _steps(console))
    return console.result(
        {"rows": copied.rows, "tables": copied.tables},
        console.text("cli.db_copied", rows=copied.rows, tables=len(copied.tables)),
        console.text("cli.db_copy_next"),
    )


def _steps(console: Console) -> Any:
    def tell(step: str, table: str, rows: int) -> None:
        if step == "copy":
            console.progress("cli.progress_copy", table=table, rows=rows)
        elif step == "compare" and rows:
            console.progress("cli.progress_compare", table=table)
        elif step == "backup":
            console.progress("cli.progress_backup", percent=rows)

    return tell
