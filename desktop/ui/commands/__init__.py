"""Every action of every station: one catalogue shared by buttons, keys, F10, the key sheet and tests."""

from desktop.ui.commands.binding import CommandSet, MenuEntry
from desktop.ui.commands.catalogue import COMMANDS, Command, commands_for, key_conflicts, key_label

__all__ = ["COMMANDS", "Command", "CommandSet", "MenuEntry", "commands_for", "key_conflicts", "key_label"]
