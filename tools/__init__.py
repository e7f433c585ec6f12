"""Helpers for those who build Loket; nothing in here is part of the program."""
