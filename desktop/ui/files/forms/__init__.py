"""Formulir: the sheets from which forms and register pages are printed or saved. ``build`` opens them."""
