"""Writes of the terms that are added to the programme: subjects of a province, further textbook series."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotAllowed
from repository.curriculum.current import forget
from repository.curriculum.programme import shipped
from repository.errors import CodeTaken
from repository.models import CurriculumTerm


@dataclass(frozen=True)
class TermValues:
    """What a term says; see repository/models/curriculum.py. `owner` is the key of a unit, or None."""

    kind: str
    name_vi: str
    name_en: str = ""
    short_vi: str = ""
    short_en: str = ""
    words: Sequence[str] = ()
    grades: Sequence[int] = ()
    status: str = CurriculumTerm.Status.COMPULSORY
    owner: int | None = None
    since: date | None = None
    until: date | None = None


def terms_for(viewer: Viewer) -> QuerySet[CurriculumTerm]:
    """Return the table for those who edit it: the administrators of the installation."""
    return CurriculumTerm.objects.all() if viewer.is_node_admin else CurriculumTerm.objects.none()


@transaction.atomic
def save_term(term: CurriculumTerm | None, *, code: str, values: TermValues, by: Viewer) -> CurriculumTerm:
    """Create or replace a term; the code and kind of an existing one stay, since records and labels contain them.

    Raise NotAllowed for all but administrators of the installation, CodeTaken for a code in use.
    """
    if not by.is_node_admin:
        raise NotAllowed
    if term is None:
        saved = CurriculumTerm(code=code, kind=values.kind, revision=0)
        if code in {**shipped().subjects, **shipped().series}:
            raise CodeTaken(code=code)
    else:
        saved = CurriculumTerm.objects.select_for_update().get(pk=term.pk)
    for name, value in asdict(values).items():
        if name not in ("kind", "owner", "words", "grades"):
            setattr(saved, name, value)
    saved.owner_id, saved.words, saved.grades = values.owner, "\n".join(values.words), sorted(values.grades)
    saved.revision += 1
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise CodeTaken(code=code) from error
    record("term.update" if term else "term.create", by=by, target=saved.uuid, code=saved.code)
    transaction.on_commit(forget)
    return saved
