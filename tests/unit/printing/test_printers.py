"""What each printer says about each bad day, and that nothing is ever printed twice in silence."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from desktop.domain.errors import UserError
from desktop.printing.adapters.pdf_folder import PdfPrinter, file_name
from desktop.printing.adapters.port import Delivery, Document
from desktop.printing.adapters.settings import (
    PdfPrinterSettings,
    PrinterSettings,
    TcpPrinterSettings,
    build_printer,
    printer_settings,
    profile_of,
)
from desktop.printing.adapters.tcp_escpos import TcpEscposPrinter
from desktop.printing.render import render_slip
from desktop.printing.snapshots import SlipSnapshot
from tests.printing_emulator import EmulatedPrinter, Faults


def _send(
    printer: EmulatedPrinter, data: bytes, *, answers: bool = True, reply_timeout_s: float = 0.5
) -> Delivery:
    host, port = printer.address
    adapter = TcpEscposPrinter(
        host, port, answers=answers, reply_timeout_s=reply_timeout_s, connect_timeout_s=2.0
    )
    return adapter.send(Document("T261123B087", data))


@pytest.fixture
def data(slip: SlipSnapshot) -> bytes:
    return render_slip(slip, "escpos58")


def test_a_good_day(data: bytes, decode: Callable[[Image.Image], dict[str, str]], slip: SlipSnapshot) -> None:
    with EmulatedPrinter() as printer:
        assert _send(printer, data, reply_timeout_s=5) == Delivery("confirmed")
        (paper,) = printer.wait_for_papers(1)
        assert decode(paper) == {"QRCODE": slip.code, "CODE128": slip.code}
        assert printer.errors == []


@pytest.mark.parametrize(
    ("faults", "state", "reason", "papers"),
    [
        (Faults(paper_rows=0), "failed", "print.no_paper", 0),
        (Faults(cover_open=True), "failed", "print.cover_open", 0),
        (Faults(paper_rows=300), "unknown", "print.no_paper", 0),
        (Faults(mute=True), "unknown", "print.doubt", 1),
        (Faults(rubbish=b"HTTP/1.1 400"), "unknown", "print.doubt", 1),
        (Faults(rubbish=b"T"), "unknown", "print.doubt", 1),
        (Faults(rubbish=b"\xff"), "unknown", "print.doubt", 1),
        (Faults(power_cut_after=600), "unknown", "print.connection_lost", 0),
        (Faults(silent_status=True), "confirmed", "", 1),
        (Faults(late_status=True), "confirmed", "", 1),
    ],
)
def test_bad_days(data: bytes, faults: Faults, state: str, reason: str, papers: int) -> None:
    with EmulatedPrinter(faults=faults) as printer:
        delivery = _send(printer, data)
        assert (delivery.state, delivery.reason) == (state, reason)
        assert delivery.may_retry == (state == "failed")
        assert len(printer.drawer.papers) == papers
        if state == "failed":
            assert printer.received == b"", "a byte went out before the failure"


def test_power_cut_while_bytes_are_still_going_out() -> None:
    with EmulatedPrinter(faults=Faults(power_cut_after=600)) as printer:
        delivery = _send(printer, b"A\n" * 8_000_000)
    assert delivery == Delivery("unknown", "print.connection_lost")


def test_a_connection_that_dies_before_the_first_byte_may_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class DeadSocket(socket.socket):
        def send(self, *_: object) -> int:
            raise BrokenPipeError(32, "Broken pipe")

        def sendall(self, *_: object) -> None:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(socket, "create_connection", lambda *_: DeadSocket())
    delivery = TcpEscposPrinter("10.0.0.9").send(Document("x", b"y"))
    assert delivery == Delivery("failed", "print.unreachable")


def test_a_slow_printer_is_waited_for(data: bytes) -> None:
    with EmulatedPrinter(faults=Faults(delay_s=0.4)) as printer:
        assert _send(printer, data, reply_timeout_s=10) == Delivery("confirmed")


def test_a_printer_that_cannot_answer_stops_at_sent(data: bytes, slip: SlipSnapshot) -> None:
    settings = TcpPrinterSettings(host="127.0.0.1", answers=False)
    quiet = render_slip(slip, "escpos58", profile_of(settings))
    assert quiet == data.removesuffix(b"\x1dr\x01")
    with EmulatedPrinter(faults=Faults(mute=True)) as printer:
        assert _send(printer, quiet, answers=False) == Delivery("sent", "print.no_answer")
        assert len(printer.wait_for_papers(1)) == 1


def test_nobody_listens(data: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    delivery = TcpEscposPrinter("127.0.0.1", port, connect_timeout_s=1.0).send(Document("x", data))
    assert delivery == Delivery("failed", "print.refused")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (TimeoutError("timed out"), "print.unreachable"),
        (OSError(113, "No route to host"), "print.unreachable"),
        (socket.gaierror(-2, "Name or service not known"), "print.unknown_host"),
        (UnicodeError("label too long"), "print.unknown_host"),
    ],
)
def test_no_way_to_the_printer(monkeypatch: pytest.MonkeyPatch, fault: Exception, reason: str) -> None:
    def refuse(*_: object) -> socket.socket:
        raise fault

    monkeypatch.setattr(socket, "create_connection", refuse)
    assert TcpEscposPrinter("printer-kios").send(Document("x", b"y")) == Delivery("failed", reason)


def test_a_name_that_does_not_exist() -> None:
    delivery = TcpEscposPrinter("no-such-printer.invalid", connect_timeout_s=1.0).send(Document("x", b"y"))
    assert delivery == Delivery("failed", "print.unknown_host")
    assert TcpEscposPrinter("a" * 70).send(Document("x", b"y")).reason == "print.unknown_host"


def test_pdf_folder_gets_whole_files_only(tmp_path: Path, slip: SlipSnapshot) -> None:
    printer = PdfPrinter(tmp_path)
    data = render_slip(slip, "pdf58")
    assert printer.send(Document("T261123B087", data)) == Delivery("confirmed")
    assert printer.send(Document("T261123B087", data)) == Delivery("confirmed")
    assert [path.name for path in tmp_path.iterdir()] == ["T261123B087.pdf"]
    assert (tmp_path / "T261123B087.pdf").read_bytes() == data


def test_pdf_folder_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = PdfPrinter(tmp_path / "gone").send(Document("x", b"y"))
    assert gone == Delivery("failed", "print.folder_missing")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert PdfPrinter(tmp_path).send(Document("x", b"y")) == Delivery("failed", "print.disk_full")
    assert list(tmp_path.iterdir()) == [], "a draft was left behind"
    monkeypatch.undo()

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", denied)
    assert PdfPrinter(tmp_path).send(Document("x", b"y")) == Delivery("failed", "print.folder_denied")
    assert list(tmp_path.iterdir()) == []


def test_file_names_are_harmless() -> None:
    assert file_name("../../etc/passwd") == "etc-passwd.pdf"
    assert file_name("Tanda terima K26/004") == "Tanda-terima-K26-004.pdf"
    assert file_name("...") == "document.pdf"
    assert len(file_name("x" * 500)) == 104


def test_settings_are_read_strictly(tmp_path: Path) -> None:
    decoder = msgspec.toml.decode
    tcp = decoder('type = "tcp"\nhost = "10.0.0.9"\npaper = "escpos80"', type=PrinterSettings)
    assert build_printer(tcp).paper_kind == "escpos80"
    pdf = decoder(f'type = "pdf"\nfolder = "{tmp_path.as_posix()}"', type=PrinterSettings)
    assert build_printer(pdf).paper_kind == "pdf58"
    for text in ('type = "tcp"', 'type = "tcp"\nhost = "x"\nport = 0', 'type = "tcp"\nhost = "x"\nhots = 1'):
        with pytest.raises(msgspec.ValidationError):
            decoder(text, type=PrinterSettings)
    with pytest.raises(UserError, match=r"print\.paper_kind"):
        build_printer(PdfPrinterSettings(folder="x", paper="escpos58"))


def test_settings_from_a_printer_row(tmp_path: Path) -> None:
    thermal = printer_settings("escpos80", {"host": "10.0.0.9", "port": 9101, "cutter": False})
    assert thermal == TcpPrinterSettings(host="10.0.0.9", port=9101, paper="escpos80", cutter=False)
    assert not profile_of(thermal).cutter
    assert printer_settings("pdf58", {"folder": "x"}) == PdfPrinterSettings(folder="x")
    for kind, address in (
        ("pdf58", {"host": "x"}),
        ("escpos58", {"folder": "x"}),
        ("escpos58", {"host": ""}),
    ):
        with pytest.raises(UserError, match=r"print\.printer_settings"):
            printer_settings(kind, address)
    with pytest.raises(UserError, match=r"print\.paper_kind"):
        printer_settings("a4", {})
