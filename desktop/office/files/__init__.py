"""What the office does with files (berkas; in code: applications), from intake to archive.

One room for each part of a file's life:

- ``numbers``: the series' next number, voided numbers. ``settings``: what an office decides about its files.
- ``people``: applicants and proxies, found again and kept. ``checklist``: requirements and their answers.
- ``registering``: taking in, complete or not; completing; ``drafts``: half-filled intakes.
- ``rows``: one file read for a use-case, and locked. ``moving``: steps, returns, refusals, undo, batches.
- ``places``: shelves and boxes; ``routing``: papers on their way from desk to desk.
- ``handover``: giving out. ``papers``: what stands on receipts and slips. ``forms``: official forms.
- ``attachments``, ``importing``: scans; files from a village, the post or the online form.
- ``privacy``: data saya, corrections, restriction, retention and disposal.

What windows show is read by ``desktop.office.live`` (intake, timeline, due lists, search).
"""
