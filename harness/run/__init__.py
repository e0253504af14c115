"""The suite run on one app through pytest, with its progress told."""
