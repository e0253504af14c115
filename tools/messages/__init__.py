"""Collects every message that a user can read, from the sources and the catalogue, and keeps the languages' files."""
