"""What the checks of the suite are parametrised over, by the names of their arguments, and how a case tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from .options import SETTINGS

if TYPE_CHECKING:
    from .options import Settings


def parametrise(metafunc: pytest.Metafunc) -> None:
    """Give a check of the suite its cases.

    ``data_set``: every data set. ``fault_point``: where the strikes of its markers ``strikes(session, *strikes)``
    can hit the extension, None when there is no such place. ``combination``: the rows of the scenario matrix.
    ``migration``: what older versions have on the device, None when no older sources were given. ``damage``: what can
    happen to the files of a backup, None when it holds none. ``upgrade_from``: the versions of its marker
    ``upgrades(*versions)`` with generated old data, then the team's own old data.
    """
    settings = metafunc.config.stash[SETTINGS]
    if "data_set" in metafunc.fixturenames:
        _parametrise(metafunc, "data_set", settings.data_sets)
    if "combination" in metafunc.fixturenames:
        _parametrise(metafunc, "combination", settings.combinations)
    if "migration" in metafunc.fixturenames:
        if settings.migrations:
            _parametrise(metafunc, "migration", settings.migrations)
        else:
            metafunc.parametrize("migration", [None], ids=["no-older-version"])
    if "fault_point" in metafunc.fixturenames:
        _parametrise(metafunc, "fault_point", _fault_points(metafunc, settings) or (None,))
    if "upgrade_from" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("upgrades")
        assert marker is not None, f"{metafunc.function.__name__} needs the marker upgrades(*versions)"
        _parametrise(metafunc, "upgrade_from", (*marker.args, *settings.old_data))
    if "damage" in metafunc.fixturenames:
        _parametrise(metafunc, "damage", _damages(settings) or (None,))


def _parametrise(metafunc: pytest.Metafunc, name: str, values: Sequence[object]) -> None:
    metafunc.parametrize(name, values, ids=[text_of(value) for value in values])


def _fault_points(metafunc: pytest.Metafunc, settings: Settings) -> Sequence[object]:
    from ..scenarios.fault_points import MOST_POINTS

    markers = tuple(metafunc.definition.iter_markers("strikes"))
    assert markers, f"{metafunc.function.__name__} needs the marker strikes(session, *strikes)"
    most = None if settings.exhaustive else MOST_POINTS
    found: list[object] = []
    for marker in markers:
        session, *strikes = marker.args
        found += settings.rehearsal.points(session, strikes, seed=settings.seed, most=most)
    return found


def _damages(settings: Settings) -> Sequence[object]:
    from ..scenarios.damage import MOST_DAMAGES, damages

    most = None if settings.exhaustive else MOST_DAMAGES
    return damages(settings.rehearsal.carried, seed=settings.seed, most=most)


def text_of(value: object) -> str:
    """How a value of a parameter is called in a case's id."""
    from ..data.data_set import DataSet

    if value is None:
        return "nowhere"
    return value.name if isinstance(value, DataSet) else str(value)


def parameters_of(item: pytest.Item) -> dict[str, str]:
    """What ``item`` is run with, for its record."""
    callspec = getattr(item, "callspec", None)
    return told_parameters(dict(callspec.params)) if callspec is not None else {}


def told_parameters(parameters: dict[str, object]) -> dict[str, str]:
    """The parameters of a case for its record."""
    from ..matrix.combinations import Combination
    from ..own_data.old_generation import OldData
    from ..own_data.older_sources import Migration
    from ..scenarios.damage import Damage
    from ..scenarios.fault_points import FaultPoint

    told: dict[str, str] = {}
    for name, value in sorted(parameters.items()):
        if isinstance(value, (Combination, Migration)):
            told.update(value.parameters())
        elif isinstance(value, FaultPoint):
            told["fault"] = value.described()
            told["tried"] = f"a sample of {value.out_of} such places" if value.sampled else "every such place"
        elif isinstance(value, Damage):
            told["damage"] = value.described()
            told["tried"] = f"a sample of {value.out_of} such damages" if value.sampled else "every such damage"
        elif name == "upgrade_from":
            told["old_data" if isinstance(value, OldData) else "version"] = text_of(value)
        else:
            told[name] = text_of(value)
    return told
