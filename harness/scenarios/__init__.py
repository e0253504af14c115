"""Devices driven through backup and restore, each step proven before the next: what a check speaks to."""
