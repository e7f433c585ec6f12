"""Register pages: the agenda of files and the handover list, on F4 or A4 landscape.

``snapshots`` says what stands on them, ``render`` makes the PDF. ``office`` and ``app`` may call these.
"""

from desktop.printing.registers.render import render_register
from desktop.printing.registers.snapshots import AgendaRow, AgendaSnapshot, HandoverListSnapshot, HandoverRow

__all__ = ["AgendaRow", "AgendaSnapshot", "HandoverListSnapshot", "HandoverRow", "render_register"]
