"""Every kind of document: what it is read with, what draws it, and which papers it fits. The one dispatch by tag.

Snapshots carry their kind as ``type``. Classes and renderers are named here and imported when they are first
needed, so that a kiosk that prints slips never loads forms. Another part of the program adds a kind as one row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, cast

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.escpos import EscposProfile
from desktop.printing.papers import HALVES, ROLLS, SHEETS, Paper
from desktop.printing.snapshots import Snapshot

Renderer = Callable[[Any, Paper, EscposProfile], bytes]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind.

    Attributes:
        tag: ``document.kind``, and ``type`` of its JSON.
        snapshot: ``module:class`` with ``from_data`` and ``from_json``.
        renderer: ``module:function`` that takes (snapshot, paper, profile) and gives bytes.
        papers: kinds of paper that it fits.
    """

    tag: str
    snapshot: str
    renderer: str
    papers: frozenset[str]


_FILES: Final = "desktop.printing.file_snapshots"
_SHEETS: Final = "desktop.printing.sheet_snapshots"
_RENDER: Final = "desktop.printing.render"
_RECEIPT_PAPERS: Final = ROLLS | HALVES | SHEETS

KINDS: Final[Mapping[str, DocumentKind]] = {
    kind.tag: kind
    for kind in (
        DocumentKind("slip", "desktop.printing.snapshots:SlipSnapshot", f"{_RENDER}:draw_slip", ROLLS),
        DocumentKind("receipt", f"{_FILES}:ReceiptSnapshot", f"{_RENDER}:draw_receipt", _RECEIPT_PAPERS),
        DocumentKind("shortage", f"{_FILES}:ShortageSnapshot", f"{_RENDER}:draw_shortage", _RECEIPT_PAPERS),
        DocumentKind("apology", f"{_FILES}:ApologySnapshot", f"{_RENDER}:draw_apology", _RECEIPT_PAPERS),
        DocumentKind(
            "handover_proof", f"{_FILES}:HandoverProofSnapshot", f"{_RENDER}:draw_handover", _RECEIPT_PAPERS
        ),
        DocumentKind("my_data", f"{_SHEETS}:MyDataSnapshot", "desktop.printing.sheets:draw_my_data", SHEETS),
        DocumentKind(
            "routing_list", f"{_SHEETS}:RoutingSnapshot", "desktop.printing.sheets:draw_routing", SHEETS
        ),
        DocumentKind(
            "disposal_minutes",
            f"{_SHEETS}:DisposalMinutesSnapshot",
            "desktop.printing.sheets:draw_disposal",
            SHEETS,
        ),
        DocumentKind(
            "form",
            "desktop.printing.form_papers:FormPaper",
            "desktop.printing.form_papers:draw_form",
            SHEETS | {"pdf_a3"},
        ),
        DocumentKind(
            "agenda",
            "desktop.printing.register_papers:AgendaPaper",
            "desktop.printing.register_papers:draw_register",
            SHEETS,
        ),
        DocumentKind(
            "handover_list",
            "desktop.printing.register_papers:HandoverListPaper",
            "desktop.printing.register_papers:draw_register",
            SHEETS,
        ),
    )
}


class _Tagged(msgspec.Struct, frozen=True):
    type: str


_tag_decoder = msgspec.json.Decoder(_Tagged)


def document_kind(tag: str) -> DocumentKind:
    """The kind of that name.

    Raises:
        UserError: ``print.document_kind`` when there is none.
    """
    try:
        return KINDS[tag]
    except KeyError:
        raise UserError("print.document_kind", kind=tag) from None


def snapshot_from_json(data: bytes | str) -> Snapshot:
    """Reads what ``to_json`` of any kind wrote; its ``type`` says which.

    Raises:
        UserError: ``print.snapshot`` naming what cannot be read, ``print.document_kind``.
    """
    try:
        tag = _tag_decoder.decode(data).type
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError("print.snapshot", field=str(error)) from error
    return cast(Snapshot, _named(document_kind(tag).snapshot).from_json(data))


def snapshot_from_data(tag: str, data: Mapping[str, Any]) -> Snapshot:
    """Reads plain values of a kind.

    Raises:
        UserError: as ``snapshot_from_json``.
    """
    return cast(Snapshot, _named(document_kind(tag).snapshot).from_data(data))


def kind_of(snapshot: Snapshot) -> DocumentKind:
    """The kind of a snapshot.

    Raises:
        UserError: ``print.document_kind`` for something that is none.
    """
    config = getattr(snapshot, "__struct_config__", None)
    return document_kind(str(getattr(config, "tag", "")))


def renderer_of(kind: DocumentKind) -> Renderer:
    """What draws it."""
    return cast(Renderer, _named(kind.renderer))


def fits(tag: str, paper_kind: str) -> bool:
    """Whether a document of this kind can be printed on that paper; for whoever chooses a printer."""
    return tag in KINDS and paper_kind in KINDS[tag].papers


@lru_cache(maxsize=32)
def _named(name: str) -> Any:
    module, _, member = name.partition(":")
    return getattr(import_module(module), member)
