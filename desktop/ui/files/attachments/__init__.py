"""The page of a file's scans and photographs: list, preview, adding by dialog or drop, taking out with a reason."""
