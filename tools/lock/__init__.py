"""Making the hash-locked requirements; see `make lock`."""
