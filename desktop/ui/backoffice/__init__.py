"""The back office (ruang belakang): lists of what is due, and a place where every scan opens or moves a file."""
