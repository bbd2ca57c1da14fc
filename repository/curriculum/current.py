"""The programme as it is now, and names of its terms; nothing is cached in a language."""

from repository.curriculum.programme import Programme, shipped


def programme() -> Programme:
    """Return the programme with what units of this installation added."""
    return shipped()


def is_subject(code: str) -> bool:
    """Return whether there is a subject of this code."""
    return code in programme().subjects


def subject_name(code: str) -> str:
    """Return the name of a subject in the active language; an unknown code as it is."""
    subject = programme().subjects.get(code)
    return subject.name if subject else code


def subject_names(code: str) -> tuple[str, ...]:
    """Return the names of a subject in all languages; nothing for an unknown code."""
    subject = programme().subjects.get(code)
    return tuple(dict.fromkeys(subject.names.values())) if subject else ()


def subject_choices() -> list[tuple[str, str]]:
    """Return code and name of every subject, in the order of the programme: the choices of forms and filters."""
    return [(code, subject.name) for code, subject in programme().subjects.items()]


def series_name(code: str) -> str:
    """Return the name of a series in the active language; an unknown code as it is."""
    series = programme().series.get(code)
    return series.name if series else code


def series_choices() -> list[tuple[str, str]]:
    """Return code and name of every textbook series."""
    return [(code, series.name) for code, series in programme().series.items()]
