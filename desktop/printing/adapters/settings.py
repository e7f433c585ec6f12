"""Settings of one printer, as they stand in a station's file. Read by ``app``, which builds the printer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.adapters.pdf_folder import PdfPrinter
from desktop.printing.adapters.port import PrinterPort
from desktop.printing.adapters.tcp_escpos import TcpEscposPrinter
from desktop.printing.escpos import EscposProfile
from desktop.printing.papers import PaperKind, paper

Port: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Seconds: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=120)]


class PdfPrinterSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="pdf"):
    """A folder that receives one PDF a document, on a roll or on pages. The folder must exist."""

    folder: str
    paper: PaperKind = "pdf58"


class TcpPrinterSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="tcp"):
    """A thermal printer on the network.

    Attributes:
        answers: it replies to status questions. Where it cannot, a slip stops at ``sent``.
        reply_timeout_s: how long the reply after the cut may take.
    """

    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253)]
    port: Port = 9100
    paper: PaperKind = "escpos58"
    answers: bool = True
    cutter: bool = True
    native_bars: bool = True
    native_qr: bool = True
    connect_timeout_s: Seconds = 3.0
    reply_timeout_s: Seconds = 8.0

    @property
    def profile(self) -> EscposProfile:
        """What the renderer needs to know of this printer."""
        return EscposProfile(
            cutter=self.cutter, native_bars=self.native_bars, native_qr=self.native_qr, probe=self.answers
        )


PrinterSettings: TypeAlias = PdfPrinterSettings | TcpPrinterSettings


def printer_settings(kind: str, address: Mapping[str, Any]) -> PrinterSettings:
    """Settings from a printer's row: its paper kind, and how it is reached.

    Args:
        kind: a paper kind; it also says whether it is a folder or a thermal printer.
        address: ``{"folder": ...}``, or ``{"host": ...}`` with any other field of ``TcpPrinterSettings``.

    Raises:
        UserError: ``print.paper_kind``, or ``print.printer_settings`` naming the field.
    """
    tag = "tcp" if paper(kind).escpos else "pdf"
    try:
        settings: PrinterSettings = msgspec.convert({**address, "type": tag, "paper": kind}, PrinterSettings)
    except msgspec.ValidationError as error:
        raise UserError("print.printer_settings", field=str(error)) from error
    return settings


def build_printer(settings: PrinterSettings) -> PrinterPort:
    """The printer for these settings; nothing is opened yet.

    Raises:
        UserError: ``print.paper_kind`` when the printer cannot print that kind of paper.
    """
    escpos = isinstance(settings, TcpPrinterSettings)
    if paper(settings.paper).escpos != escpos:
        raise UserError("print.paper_kind", kind=settings.paper)
    if isinstance(settings, PdfPrinterSettings):
        return PdfPrinter(Path(settings.folder), settings.paper)
    return TcpEscposPrinter(
        settings.host,
        settings.port,
        settings.paper,
        answers=settings.answers,
        connect_timeout_s=settings.connect_timeout_s,
        reply_timeout_s=settings.reply_timeout_s,
    )


def profile_of(settings: PrinterSettings) -> EscposProfile:
    """The renderer's profile; the default one for a PDF, which ignores it."""
    return settings.profile if isinstance(settings, TcpPrinterSettings) else EscposProfile()
