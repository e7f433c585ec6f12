"""What the office remembers: typed tables, engine, driver faults and migrations.

Called by ``desktop.office`` and ``desktop.app`` only. Nothing here knows Qt, windows or printers.
"""
