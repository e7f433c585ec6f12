"""Paper: a frozen snapshot becomes bytes, and bytes reach a printer.

Order of the parts: ``snapshots`` (what was printed), ``layout`` (one composition), ``escpos`` and ``pdf`` (its two
renderers), ``render`` (the one entry), ``adapters`` (printers) and ``spool`` (one worker thread for each printer).

``office`` and ``app`` may call this package; it imports nothing of the program but ``desktop.domain``.
"""
