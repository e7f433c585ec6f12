"""Giving a file's documents out: the page, its presenter without Qt, and what connects them (``build``)."""
