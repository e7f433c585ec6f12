"""The measures of a printed form, read from ``resources/templates``. For the layouts of this package only."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeVar

import msgspec

from desktop.domain.errors import EnvironmentFault
from desktop.printing.resources import resource_file, resources_folder

Section = Literal["copy", "office", "number", "facts", "bring", "codes", "foot"]
FileSection = Literal[
    "copy", "office", "number", "facts", "promise", "items", "collect", "qr", "text", "people", "sign", "foot"
]


class LineMeasures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines and rules, in dots."""

    advance_dots: int
    thick_rule_dots: int
    dash_dots: int
    gap_dots: int
    code_gap_dots: int


class LargeText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A size of large text: whole times (1 to 8) on a thermal printer, dots of font height on a PDF."""

    escpos_times: int
    pdf_dots: int


class CodeMeasures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Heights of the bars, in dots."""

    bar_height_58_dots: int
    bar_height_80_dots: int


class SlipTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the queue slip."""

    version: int
    sections: tuple[Section, ...]
    line: LineMeasures
    number: LargeText
    service: LargeText
    copy: LargeText
    codes: CodeMeasures


class FileTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a paper of a file: receipt, shortage slip, apology slip or proof of handover.

    Attributes:
        sections: from top to bottom; on a page of two columns the second begins with ``second_column``.
        number: size of the file's number.
        service: of the service's name.
        emphasis: of the promised date and of headings such as "MASIH KURANG".
        copy: of the mark of a copy.
        frame_dots: thickness of a frame.
    """

    version: int
    sections: tuple[FileSection, ...]
    line: LineMeasures
    number: LargeText
    service: LargeText
    emphasis: LargeText
    copy: LargeText
    codes: CodeMeasures
    frame_dots: int = 4
    second_column: FileSection = "items"


_T = TypeVar("_T", SlipTemplate, FileTemplate)


@lru_cache(maxsize=8)
def slip_template(version: int) -> SlipTemplate:
    """The template a slip was made with.

    Raises:
        EnvironmentFault: ``print.template`` when this installation does not have that version.
    """
    return _read("slip", version, SlipTemplate)


@lru_cache(maxsize=16)
def file_template(name: str, version: int) -> FileTemplate:
    """The template a paper of a file was made with.

    Args:
        name: ``receipt``, ``shortage``, ``apology`` or ``handover_proof``.

    Raises:
        EnvironmentFault: ``print.template`` when this installation does not have that version.
    """
    return _read(name, version, FileTemplate)


def _read(name: str, version: int, kind: type[_T]) -> _T:
    if not (resources_folder() / "templates" / f"{name}-{version}.toml").is_file():
        raise EnvironmentFault("print.template", version=version)
    data = resource_file("templates", f"{name}-{version}.toml").read_bytes()
    return msgspec.toml.decode(data, type=kind)
