"""Loket: the counters of Indonesian public service offices."""
