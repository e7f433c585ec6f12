"""What the office does: use-cases as functions, without Qt. Called by ``desktop.ui`` and ``desktop.app``."""
