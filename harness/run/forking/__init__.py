"""Worker processes of pytest-xdist, forked from one process that has loaded what all of them need."""

from .server import WorkerForks

__all__ = ["WorkerForks"]
