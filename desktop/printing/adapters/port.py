"""What every printer offers and what it answers. The spool worker knows printers only through this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

DeliveryState: TypeAlias = Literal["confirmed", "sent", "unknown", "failed"]


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes for one printer.

    Attributes:
        name: plain name, unique for a job: the PDF folder makes a file name of it.
        data: a PDF or printer commands, as the printer's paper kind asks.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a document.

    Attributes:
        state: ``confirmed`` (it came out), ``sent`` (all bytes went, this printer cannot answer), ``unknown`` (it may
            or may not have come out: ask, never print again silently), ``failed`` (nothing came out: safe to retry).
        reason: code such as ``print.no_paper``; empty when confirmed.
    """

    state: DeliveryState
    reason: str = ""

    @property
    def may_retry(self) -> bool:
        """Not one byte of the document went out."""
        return self.state == "failed"


class PrinterPort(Protocol):
    """A printer. One worker uses it, so it need not be safe for several threads."""

    @property
    def paper_kind(self) -> str:
        """Which bytes it takes: a key of ``papers.PAPERS``."""

    def send(self, document: Document) -> Delivery:
        """Prints and waits for the outcome. Never raises for what can go wrong with a printer."""
