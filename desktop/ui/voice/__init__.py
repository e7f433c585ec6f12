"""The hall's voice: calls said aloud, one queue a zone, from recorded clips.

The display (and the counter's "say the queue" key) may use it: ``calls`` and ``bank`` are free of Qt,
``announcer`` is the QObject with the queue, ``output`` plays through the sound device. Nothing here is imported
before a window is painted, and QtMultimedia not before the first sound.
"""
