"""Barcode scanners that type: a burst of keys with its Enter is a scan, never a press."""

from desktop.ui.scanner.wedge import Scanner

__all__ = ["Scanner"]
