"""The window of one file: where it has been, what was promised, where its papers are."""
