"""The data sets of a run: generated ones, and those a team keeps itself (``--data DIR`` or ``ohos-backup.toml``)."""

from .sets import data_sets_for, main_set

__all__ = ["data_sets_for", "main_set"]
