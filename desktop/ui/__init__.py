"""What people see: windows, their parts, words and looks; nothing below this layer may import it."""
