"""The composition root: the only place that builds engines, lanes, printers and windows."""
