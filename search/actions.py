"""All writes that people make: to the index outbox, and to the table of synonyms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotAllowed, NotFound
from search.analysis import tokens
from search.errors import ExpressionTaken, NoExpression
from search.models import Synonym
from search.queries import not_indexed
from search.synonyms import row_with
from search.tasks import notify


@transaction.atomic
def retry(*, by: Viewer, resource: UUID | None = None) -> int:
    """Retry changes that could not be indexed, of one resource or of the whole school; return how many.

    Raises NotFound if the school has no such change of this resource.
    """
    refused = not_indexed(by) if resource is None else not_indexed(by).filter(resource=resource)
    number = refused.update(retry_at=None, attempts=0)
    if resource is not None and not number:
        raise NotFound
    if number:
        record("index.try_again", by=by, target=resource, number=number)
        transaction.on_commit(notify)
    return number


@dataclass(frozen=True)
class SynonymValues:
    """What a row of the table of synonyms says; see search/models.py."""

    words: Sequence[str]
    short: Sequence[str] = ()
    means: Sequence[str] = ()
    near: Sequence[str] = ()
    near_means: Sequence[str] = ()
    active: bool = True


@transaction.atomic
def save_synonym(row: Synonym | None, values: SynonymValues, *, by: Viewer) -> Synonym:
    """Create or replace a row of the table of synonyms; every process uses it from its next search on.

    Raises NotAllowed for all but administrators of the installation, NoExpression, and ExpressionTaken.
    """
    if not by.is_node_admin:
        raise NotAllowed
    expressions = [*values.words, *values.short]
    if not any(map(tokens, expressions)):
        raise NoExpression
    # Rows are saved one after the other, so that two people cannot enter the same expression at once.
    rows = {other.pk: other for other in Synonym.objects.select_for_update()}
    saved = rows[row.pk] if row is not None and row.pk in rows else Synonym(revision=0)
    for expression in expressions if values.active else ():
        if (other := row_with(expression, other_than=saved.pk)) is not None:
            raise ExpressionTaken(expression=expression, row=other.name)
    before = _row_values(saved)
    saved.words, saved.short, saved.near = ("\n".join(each) for each in (values.words, values.short, values.near))
    saved.means, saved.near_means = list(values.means), list(values.near_means)
    saved.active, saved.revision = values.active, saved.revision + 1
    saved.save()
    verb = "synonym.update" if row is not None else "synonym.create"
    record(verb, by=by, target=saved.uuid, before=before, after=_row_values(saved))
    return saved


def _row_values(row: Synonym) -> dict[str, object]:
    """Return what a row says, for the audit."""
    return {name: getattr(row, name) for name in ("words", "short", "means", "near", "near_means", "active")}
