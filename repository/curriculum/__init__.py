"""The curriculum: subjects and grades of the 2018 programme, and what provinces and departments add to it."""

from repository.curriculum.current import (
    is_subject,
    programme,
    series_choices,
    series_name,
    subject_choices,
    subject_name,
    subject_names,
)
from repository.curriculum.programme import GRADES, Programme, Series, Subject, Taught

__all__ = [
    "GRADES",
    "Programme",
    "Series",
    "Subject",
    "Taught",
    "is_subject",
    "programme",
    "series_choices",
    "series_name",
    "subject_choices",
    "subject_name",
    "subject_names",
]
