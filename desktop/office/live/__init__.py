"""The small state of each kind of station, read whole: one query a station. Called by presenters and tests."""
