"""Many files in one go: scanned one after the other, moved, put on a shelf, sent and signed for."""
