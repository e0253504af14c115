"""The results as one page that a person wants to read: one file, no network, works from disk."""

from .page import html_report

__all__ = ["html_report"]
