"""Taking a file in: the checklist, the applicant, and the receipt or the slip of what is missing.

``build.open_intake_page`` opens it over the counter's or the back office's window. ``view`` and its parts draw a
``state.Scene``; ``presenter`` keeps the ``form.Form`` and talks to the office; ``scene`` makes one from the other.
"""
