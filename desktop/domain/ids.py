"""Keys that the program makes itself, so that what was written offline merges without renumbering.

Any layer may call this.
"""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh UUID version 7: unique everywhere, and close in order to the time it was made.

    The order serves the database's index only. Nothing may be sorted by it: clocks differ between PCs.
    """
    return uuid7()
