"""The measures of a printed form, read from ``resources/templates``. For ``layout`` only."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from desktop.domain.errors import EnvironmentFault
from desktop.printing.resources import resource_file, resources_folder

Section = Literal["copy", "office", "number", "facts", "bring", "codes", "foot"]


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


@lru_cache(maxsize=8)
def slip_template(version: int) -> SlipTemplate:
    """The template a slip was made with.

    Raises:
        EnvironmentFault: ``print.template`` when this installation does not have that version.
    """
    if not (resources_folder() / "templates" / f"slip-{version}.toml").is_file():
        raise EnvironmentFault("print.template", version=version)
    data = resource_file("templates", f"slip-{version}.toml").read_bytes()
    return msgspec.toml.decode(data, type=SlipTemplate)
