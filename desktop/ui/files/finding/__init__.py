"""Finding files: by words, by number, and in the lists of what is due."""
