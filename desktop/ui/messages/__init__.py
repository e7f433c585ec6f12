"""What a window says about itself: a fault bar with cause and retry, and one passing line with an action."""

from desktop.ui.messages.bar import MessageBar
from desktop.ui.messages.toast import Toast

__all__ = ["MessageBar", "Toast"]
