"""The pages of a file (berkas), the same at the counter and in the back office; one folder each.

``intake``: taking in, with the checklist. ``timeline``: a file's life. ``handover``: giving out.
``finding``: search and due lists. ``attachments``, ``privacy``: scans; what a person may ask about their data.

Each folder has a passive view (a ``desktop.ui.shell.page.Page``), a presenter without Qt, and
``build.py: open_<page>(window, tasks, context, ...)`` which connects them and calls ``window.open_page``.
"""
