"""Show before the signature what an agreement gives access to: which resources and pages, and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from access.actions import IMPLIES, OPENABLE, Action
from access.policy import as_q, is_open_q
from access.viewer import Viewer
from repository.models import Page, Resource, ResourceLabel
from sharing.keys import clause_key
from sharing.models import Agreement, Clause
from sharing.viewer import hypothetical_viewer
from sharing.wording import action_phrase, clause_sentence

PREVIEW_LIMIT = 12


@dataclass(frozen=True)
class PreviewedResource:
    """A resource that a clause covers today: the actions that it newly allows, and the number of readable pages."""

    resource: Resource
    newly_allowed: tuple[Action, ...]
    pages: int

    @property
    def is_new(self) -> bool:
        """Return whether the clause allows anything that these people may not do already."""
        return bool(self.newly_allowed)

    @property
    def newly_allowed_phrase(self) -> str:
        """Return the newly allowed actions in words."""
        return action_phrase(self.newly_allowed)


@dataclass(frozen=True)
class ClausePreview:
    """What a clause gives access to today; `hidden` while its giver has not shown it to the viewer's school.

    `listed` are some of the `covered` published resources, from number `first` on; `unpublished` more match the clause
    and will be covered when they are published.
    """

    number: int
    clause: Clause
    sentence: str
    hidden: bool = False
    first: int = 0
    listed: tuple[PreviewedResource, ...] = ()
    covered: int = 0
    unpublished: int = 0

    @property
    def more(self) -> int:
        """Return the number of covered resources after those that are listed."""
        return max(self.covered - self.first - len(self.listed), 0)

    @property
    def copies_stay(self) -> bool:
        """Return whether copies may be taken, which remain when the agreement ends."""
        return str(Action.COPY) in self.clause.actions

    @property
    def opens_pages(self) -> bool:
        """Return whether the clause gives access to pages and not only to the record."""
        return bool({str(Action.LOOK_INSIDE), str(Action.READ), str(Action.BORROW)} & set(self.clause.actions))


def preview(viewer: Viewer, agreement: Agreement, *, first: int = 0, limit: int = PREVIEW_LIMIT) -> list[ClausePreview]:
    """Return a preview of each clause, with at most `limit` resources, from number `first` on."""
    clauses = agreement.clauses.select_related("giver", "taker", "collection")
    part = slice(first, first + limit)
    return [_preview(viewer, agreement, clause, number, part) for number, clause in enumerate(clauses, start=1)]


def _preview(viewer: Viewer, agreement: Agreement, clause: Clause, number: int, part: slice) -> ClausePreview:
    sentence = clause_sentence(clause, viewer)
    if not _is_shown(viewer, agreement, clause):
        return ClausePreview(number, clause, sentence, hidden=True)
    matching = Resource.objects.filter(labels__label=clause_key(clause), owner=clause.giver)
    covered = matching.filter(is_open_q(viewer.now))
    count = covered.count()
    return ClausePreview(
        number,
        clause,
        sentence,
        first=part.start,
        listed=tuple(_listed(viewer, clause, covered, part)),
        covered=count,
        unpublished=matching.exclude(state=Resource.State.WITHDRAWN).count() - count,
    )


def _is_shown(viewer: Viewer, agreement: Agreement, clause: Clause) -> bool:
    """Return whether the viewer's school may see what the giver's shelf holds.

    The giver may; the other school may once the giver has proposed or signed the agreement.
    """
    proposed = clause.giver_id == agreement.proposer_id and agreement.state != Agreement.State.DRAFT
    signed = agreement.state == Agreement.State.ACTIVE
    return viewer.school == clause.giver_id or proposed or signed


def _listed(viewer: Viewer, clause: Clause, covered: QuerySet[Resource], part: slice) -> list[PreviewedResource]:
    """Read only the listed ones: a clause may cover a hundred thousand."""
    keys = list(covered.order_by("sort_title", "pk").values_list("pk", flat=True)[part])
    listed = Resource.objects.filter(pk__in=keys)
    resources = listed.annotate(ready=Count("pages", filter=Q(pages__state=Page.State.READY)))
    allowed_without = _allowed_without(viewer, clause, listed)
    actions = granted(clause)
    return [
        PreviewedResource(
            resource,
            tuple(action for action in actions if resource.pk not in allowed_without[action]),
            resource.ready,
        )
        for resource in resources.order_by("sort_title", "pk")
    ]


def granted(clause: Clause) -> list[Action]:
    """Return the actions that a clause allows, with those that they imply, in the order of OPENABLE."""
    named = {Action(name) for name in clause.actions}
    implied = {action for name in named for action in IMPLIES[name]}
    return [action for action in OPENABLE if action in named | implied]


def _allowed_without(viewer: Viewer, clause: Clause, listed: QuerySet[Resource]) -> Mapping[Action, set[int]]:
    """Return by action the primary keys of resources that the clause's people may use without it."""
    people = hypothetical_viewer(clause.taker_id, role=clause.role, exclude=clause, now=viewer.now)
    labels = ResourceLabel.objects.all()
    return {
        action: set(listed.filter(as_q(people, action, labels)).values_list("pk", flat=True))
        for action in granted(clause)
    }
