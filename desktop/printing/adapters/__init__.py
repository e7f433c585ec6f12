"""Ways to reach a printer: a folder of PDF files and ESC/POS over TCP. Only the spool worker and ``app`` use them."""
