"""What an agreement opens, before anybody signs it: exactly which resources and pages become visible to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from access.actions import IMPLIES, OPENABLE, Action
from access.policy import as_q, is_open_q
from access.viewer import Viewer
from repository.models import Page, Resource, ResourceLabel
from sharing import wording
from sharing.keys import clause_key
from sharing.models import Agreement, Clause
from sharing.viewer import hypothetical_viewer
from sharing.wording import clause_sentence

PREVIEW_LIMIT = 12


@dataclass(frozen=True)
class PreviewedResource:
    """A resource that a clause covers today: what it newly allows, and how many pages that concerns."""

    resource: Resource
    newly_allowed: tuple[Action, ...]
    pages: int

    @property
    def is_new(self) -> bool:
        """Whether it opens anything that is not open to these people already."""
        return bool(self.newly_allowed)

    @property
    def newly_allowed_phrase(self) -> str:
        """What it newly allows, in words."""
        return wording.action_phrase(self.newly_allowed)


@dataclass(frozen=True)
class ClausePreview:
    """What one clause opens today; `hidden` where its giver has not shown it to the asker's school yet.

    `shown` are the first of `covered` published resources; `waiting` more will be covered when they are published.
    """

    number: int
    clause: Clause
    sentence: str
    hidden: bool = False
    shown: tuple[PreviewedResource, ...] = ()
    covered: int = 0
    waiting: int = 0

    @property
    def more(self) -> int:
        """How many are covered and not in the list."""
        return self.covered - len(self.shown)

    @property
    def copies_stay(self) -> bool:
        """Whether copies may be taken, which no end of the agreement reaches."""
        return str(Action.COPY) in self.clause.actions

    @property
    def opens_pages(self) -> bool:
        """Whether it opens what stands on pages, and not only that there is a book."""
        return bool({str(Action.LOOK_INSIDE), str(Action.READ), str(Action.BORROW)} & set(self.clause.actions))


def preview(agreement: Agreement, viewer: Viewer, *, most: int | None = PREVIEW_LIMIT) -> list[ClausePreview]:
    """Clause by clause, with the first `most` resources of each; None lists them all."""
    clauses = agreement.clauses.select_related("giver", "taker", "collection")
    return [_preview(number, clause, agreement, viewer, most) for number, clause in enumerate(clauses, start=1)]


def _preview(number: int, clause: Clause, agreement: Agreement, viewer: Viewer, most: int | None) -> ClausePreview:
    sentence = clause_sentence(clause, viewer)
    if not _shown_to(viewer, clause, agreement):
        return ClausePreview(number, clause, sentence, hidden=True)
    covered = Resource.objects.filter(labels__label=clause_key(clause), owner=clause.giver)
    visible = covered.filter(is_open_q(viewer.now))
    return ClausePreview(
        number,
        clause,
        sentence,
        shown=tuple(_shown(visible, clause, viewer)[:most]),
        covered=visible.count(),
        waiting=covered.exclude(state=Resource.State.WITHDRAWN).count() - visible.count(),
    )


def _shown_to(viewer: Viewer, clause: Clause, agreement: Agreement) -> bool:
    """A school sees what another gives when that one has proposed or signed; before, its catalogue is its own."""
    proposed = clause.giver_id == agreement.proposer_id and agreement.state != Agreement.State.DRAFT
    signed = agreement.state == Agreement.State.ACTIVE
    return viewer.school == clause.giver_id or proposed or signed


def _shown(visible: QuerySet[Resource], clause: Clause, viewer: Viewer) -> list[PreviewedResource]:
    rows = visible.annotate(ready=Count("pages", filter=Q(pages__state=Page.State.READY))).order_by("sort_title", "pk")
    already = _already(visible, clause, viewer)
    wanted = granted(clause)
    return [
        PreviewedResource(row, tuple(action for action in wanted if row.pk not in already[action]), row.ready)
        for row in rows
    ]


def granted(clause: Clause) -> list[Action]:
    """What the clause allows, with what that implies, in the fixed order."""
    named = {Action(name) for name in clause.actions}
    implied = {action for name in named for action in IMPLIES[name]}
    return [action for action in OPENABLE if action in named | implied]


def _already(visible: QuerySet[Resource], clause: Clause, viewer: Viewer) -> Mapping[Action, set[int]]:
    """By action, what the same people may do without this clause: what its taker's people hold by other grants."""
    people = hypothetical_viewer(clause.taker_id, role=clause.role, but=clause, now=viewer.now)
    labels = ResourceLabel.objects.all()
    return {
        action: set(visible.filter(as_q(people, action, labels)).values_list("pk", flat=True))
        for action in granted(clause)
    }
