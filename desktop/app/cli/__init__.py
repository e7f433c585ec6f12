"""The command line: one small module a group of commands; the heavy parts are imported by the chosen one only."""
