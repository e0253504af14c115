"""Where a position of the results lies for a reader who stands where the check was started, such as a repository."""

from __future__ import annotations

from posixpath import join, normpath

from .model import CaseResult, Place, Results, SubjectInfo


def path_from_start(subject: SubjectInfo, file: str) -> str:
    """``file``, relative to the app, as a path from the folder that the command was started in.

    An app outside that folder keeps paths of its own: nobody's checkout has the others.
    """
    outside = subject.root.startswith(("/", ".."))
    return file if outside or not subject.root else normpath(join(subject.root, file))


def place_of_case(results: Results, case: CaseResult) -> Place | None:
    """The position of the case's evidence, else the extension's file, which has answered; from the start folder."""
    place = case.evidence.place or (Place(file=results.subject.source) if results.subject.source else None)
    if place is None:
        return None
    return Place(file=path_from_start(results.subject, place.file), line=place.line, column=place.column)
