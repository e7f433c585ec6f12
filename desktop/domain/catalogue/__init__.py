"""The catalogue of an agency's services: its types, and the rules that a catalogue must keep.

Pure; any layer may call it. Files are read and written by ``desktop.office.catalogue_file``.
"""

from desktop.domain.catalogue.rules import FORMAT, MAX_PROBLEMS, catalogue_from_plain, catalogue_to_plain
from desktop.domain.catalogue.shape import Problem, field_name
from desktop.domain.catalogue.types import (
    STATES,
    Agency,
    Bilingual,
    Catalogue,
    Fee,
    Group,
    Promise,
    Requirement,
    RequirementKind,
    Service,
    State,
    Step,
    Unit,
)

__all__ = [
    "FORMAT",
    "MAX_PROBLEMS",
    "STATES",
    "Agency",
    "Bilingual",
    "Catalogue",
    "Fee",
    "Group",
    "Problem",
    "Promise",
    "Requirement",
    "RequirementKind",
    "Service",
    "State",
    "Step",
    "Unit",
    "catalogue_from_plain",
    "catalogue_to_plain",
    "field_name",
]
