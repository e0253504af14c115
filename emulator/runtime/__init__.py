"""Runs the code of an extension: one contract (api), one host for each language."""
