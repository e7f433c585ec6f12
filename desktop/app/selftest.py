"""``loket --self-test``: whether this installation works, part by part, without touching the office's data.

Required: settings, a database of its own made and used, fonts, translations, a PDF whose barcode decodes.
Warnings only: the configured database, printers and sound, which a fresh installation may not have yet.
"""

from __future__ import annotations

import io
import logging
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import LoketError

if TYPE_CHECKING:
    from desktop.app.cli.console import Console
    from desktop.printing.adapters.settings import PrinterSettings

log = logging.getLogger(__name__)
Check = Callable[[], dict[str, Any]]


class CheckFailed(Exception):
    """A part does not work; the text says what was found, for whoever looks after the installation."""


def run_self_test() -> dict[str, Any]:
    """Run all checks.

    Returns:
        ``ok``: all that is required works; ``checks``: by name ``ok``, ``required``, ``ms`` and what was found.
    """
    required: dict[str, Check] = {
        "settings": _settings,
        "database": _database,
        "fonts": _fonts,
        "translations": _translations,
        "paper": _paper,
    }
    wanted: dict[str, Check] = {"office": _office, "printers": _printers, "sound": _sound}
    checks: dict[str, dict[str, Any]] = {}
    for name, check in {**required, **wanted}.items():
        begun = time.monotonic()
        try:
            found = {"ok": True, **check()}
        except LoketError as error:
            found = {"ok": False, "error": error.code, "detail": str(error)}
        except CheckFailed as error:
            found = {"ok": False, "detail": str(error)}
        except Exception as error:
            # Whatever is missing in an installation (a library, a file), the other parts are still looked at.
            log.debug("self-test %s", name, exc_info=True)
            found = {"ok": False, "detail": f"{type(error).__name__}: {error}"}
        checks[name] = {
            "required": name in required,
            **found,
            "ms": round((time.monotonic() - begun) * 1000),
        }
    ok = all(check["ok"] for check in checks.values() if check["required"])
    return {"ok": ok, "checks": checks}


def report_self_test(console: Console) -> int:
    """Run the self-test and say what it found, as JSON on stdout; exit code 0, or 3 where a part fails."""
    import sys

    report = run_self_test()
    console.as_json = True
    console.result(report)
    failed = [name for name, one in report["checks"].items() if one["required"] and not one["ok"]]
    weak = [name for name, one in report["checks"].items() if not one["required"] and not one["ok"]]
    if failed:
        print(console.text("cli.self_test_failed", parts=", ".join(failed)), file=sys.stderr)
    if weak:
        print(console.text("cli.self_test_warning", parts=", ".join(weak)), file=sys.stderr)
    if not failed:
        print(console.text("cli.self_test_ok"), file=sys.stderr)
    return 3 if failed else 0


def _settings() -> dict[str, Any]:
    from desktop.app.settings import home_folder, load_settings

    load_settings()
    return {"home": str(home_folder())}


def _database() -> dict[str, Any]:
    """A database of its own: made, migrated, an office in it, a ticket issued and called, and checked."""
    import sqlite3

    from desktop.app.headless import open_office
    from desktop.domain.ids import new_id
    from desktop.models.engine import create_office_engine
    from desktop.models.upgrade import HEAD, upgrade
    from desktop.office.catalogue import list_services
    from desktop.office.database_tools import check_database
    from desktop.office.queue import IssueTicket, issue_ticket
    from desktop.office.runner import Runner
    from desktop.office.setup import InitOffice, init_office, read_preset
    from desktop.office.staff import hash_password

    with tempfile.TemporaryDirectory(prefix="loket-test-") as folder:
        address = f"sqlite:///{(Path(folder) / 'test.db').as_posix()}"
        upgrade(address)
        engine = create_office_engine(address)
        runner = Runner(engine)
        try:
            runner.run(
                init_office,
                InitOffice(
                    office_id=new_id(),
                    name="Loket",
                    catalogue=read_preset("disdukcapil"),
                    admin_login="admin",
                    admin_password_hash=hash_password(new_id().hex),
                ),
            )
        finally:
            runner.close()
            engine.dispose()
        with open_office(address, "self-test") as office:
            service = office.read(list_services, office.office_id)[0]
            command = IssueTicket(office_id=office.office_id, service_id=service.service_id)
            label = office.run(issue_ticket, command).value.label
            office.read(check_database).raise_if_broken()
    if not label.endswith("001"):
        raise CheckFailed(f"the first ticket was {label}")
    return {"version": HEAD, "sqlite": sqlite3.sqlite_version}


def _fonts() -> dict[str, Any]:
    from desktop.printing.resources import resources_folder

    files = sorted((resources_folder() / "fonts").glob("*.ttf"))
    for file in files:
        if file.read_bytes()[:4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
            raise CheckFailed(f"{file.name} is no font")
    families = {file.stem.partition("-")[0] for file in files}
    if missing := {"AtkinsonHyperlegibleNext", "NotoSans", "NotoSansMono"} - families:
        raise CheckFailed(f"missing: {', '.join(sorted(missing))}")
    return {"files": len(files)}


def _translations() -> dict[str, Any]:
    import tomllib

    from desktop.printing.resources import resources_folder

    files = sorted((resources_folder() / "translations").glob("*.toml"))
    codes = 0
    for file in files:
        for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if not entry.get("id") or not entry.get("en"):
                raise CheckFailed(f"{code} lacks a language")
            codes += 1
    if codes < 100:
        raise CheckFailed(f"only {codes} texts")
    return {"codes": codes, "files": len(files)}


def _paper() -> dict[str, Any]:
    """A slip as PDF; where a decoder is installed, its barcode is read back."""
    from desktop.printing.preview import pdf_size_mm
    from desktop.printing.render import render_slip
    from desktop.printing.snapshots import SlipSnapshot

    snapshot = SlipSnapshot(
        office="Loket",
        number="A001",
        code="T260102A001",
        service="Uji cetak",
        issued_local=datetime(2026, 1, 2, 8, 0),
        zone_label="WITA",
        language="id",
    )
    pdf = render_slip(snapshot, "pdf80")
    width_mm, height_mm = pdf_size_mm(pdf)
    found = {"bytes": len(pdf), "width_mm": round(width_mm, 1), "height_mm": round(height_mm, 1)}
    read = _decode(pdf)
    if read is None:
        return {**found, "decoded": None}
    if snapshot.code not in read:
        raise CheckFailed(f"the barcode of the slip reads {read}")
    return {**found, "decoded": read}


def _decode(pdf: bytes) -> list[str] | None:
    """What the codes on the first page say; None where no decoder is installed."""
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        return None
    from desktop.printing.preview import pdf_page_png

    image = Image.open(io.BytesIO(pdf_page_png(pdf)))
    return [str(code.text) for code in zxingcpp.read_barcodes(image)]


def _office() -> dict[str, Any]:
    from desktop.app.headless import open_office
    from desktop.app.settings import database_address, load_settings, require_database

    settings = load_settings()
    address = require_database(database_address(settings))
    with open_office(address, "self-test", office=settings.database.office or None) as office:
        return {"office_id": str(office.office_id), "database": office.engine.dialect.name}


def _printers() -> dict[str, Any]:
    from desktop.app.headless import open_office
    from desktop.app.settings import database_address, load_settings, require_database
    from desktop.office.printers import list_printers
    from desktop.printing.adapters.settings import build_printer, printer_settings

    settings = load_settings()
    address = require_database(database_address(settings))
    with open_office(address, "self-test", office=settings.database.office or None) as office:
        printers = [one for one in office.read(list_printers, office.office_id) if one.active]
    if not printers:
        raise CheckFailed("no printer is registered")
    away = []
    for one in printers:
        settings_of = printer_settings(one.kind, one.address)
        build_printer(settings_of)
        if not _reachable(settings_of):
            away.append(one.name)
    if away:
        raise CheckFailed(f"cannot be reached: {', '.join(away)}")
    return {"printers": [one.name for one in printers]}


def _reachable(printer: PrinterSettings) -> bool:
    """Whether the printer's folder is there, or its network port answers; nothing is printed."""
    import socket

    from desktop.printing.adapters.settings import PdfPrinterSettings

    if isinstance(printer, PdfPrinterSettings):
        return Path(printer.folder).is_dir()
    try:
        socket.create_connection((printer.host, printer.port), timeout=2).close()
    except OSError:
        return False
    return True


def _sound() -> dict[str, Any]:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtMultimedia import QMediaDevices

    application = QCoreApplication.instance() or QCoreApplication([])
    devices = [device.description() for device in QMediaDevices.audioOutputs()]
    del application
    if not devices:
        raise CheckFailed("no sound device")
    return {"devices": devices}
