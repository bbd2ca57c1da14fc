"""The numbers of the overview, aggregated in the database for the schools of a scope; none names a person."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, TruncMonth
from django.utils import timezone

from access import labels
from access.actions import OPENABLE, Action
from access.policy import as_q, is_open_q
from accounts.models import Membership
from circulation.models import Loan
from portal.overview.scope import Scope
from repository.models import Resource, ResourceLabel
from sharing.keys import active_at, clause_key
from sharing.models import Agreement, Clause
from sharing.viewer import visitor

MONTHS = 12


class Audience(StrEnum):
    """The widest audience of a published resource; each resource has one."""

    READS = "reads"  # everyone may read it
    FINDS = "finds"  # everyone may find it
    SCHOOLS = "schools"  # people of other schools may find it, by a grant or an agreement
    OWN = "own"  # nobody else


def published(keys: Collection[int]) -> QuerySet[Resource]:
    """Return the published resources of these schools."""
    return Resource.objects.filter(owner__in=keys, state=Resource.State.PUBLISHED)


def holdings_by_school(scope: Scope, keys: Collection[int]) -> Counter[int]:
    """Return the number of published resources of each school of today."""
    return _folded(scope, published(keys).values_list("owner").annotate(number=Count("pk")).order_by())


def holdings_by_kind(scope: Scope) -> Counter[str]:
    """Return the number of published resources of each kind."""
    return Counter(dict(published(scope.keys).values_list("kind").annotate(number=Count("pk")).order_by()))


def audiences_by_school(scope: Scope, keys: Collection[int], now: datetime) -> dict[int, Counter[Audience]]:
    """Return for each school of today how many published resources have which widest audience."""
    found: dict[int, Counter[Audience]] = {}
    resources = published(keys).annotate(widest=_audience(keys, now))
    rows = resources.values_list("owner", "widest").annotate(number=Count("pk")).order_by()
    for owner, audience, number in rows:
        found.setdefault(scope.school_of[owner], Counter())[Audience(audience)] += number
    return found


def _audience(keys: Collection[int], now: datetime) -> Case:
    """Return the expression of a resource's widest audience."""
    everyone, every_label = visitor(now=now), ResourceLabel.objects.all()
    carried = ResourceLabel.objects.filter(resource=OuterRef("pk"))
    others = is_open_q(now) & (Q(Exists(_opened_to_others(carried))) | _agreed(carried, keys, now))
    return Case(
        When(as_q(everyone, Action.READ, every_label), then=Value(Audience.READS.value)),
        When(as_q(everyone, Action.DISCOVER, every_label), then=Value(Audience.FINDS.value)),
        When(others, then=Value(Audience.SCHOOLS.value)),
        default=Value(Audience.OWN.value),
        output_field=CharField(),
    )


def _opened_to_others(carried: QuerySet[ResourceLabel]) -> QuerySet[ResourceLabel]:
    """Return the labels of grants to groups, and to schools other than the owner."""
    to_groups = reduce(or_, (Q(label__startswith=f"{labels.opened(action, 'group:')}") for action in OPENABLE))
    to_schools = reduce(or_, (Q(label__startswith=f"{labels.opened(action, 'school:')}") for action in OPENABLE))
    school = Concat(Value("@school:"), Cast(F("resource__owner_id"), CharField()), output_field=CharField())
    to_owner = Q(label__endswith=school) | Q(label__contains=Concat(school, Value("/"), output_field=CharField()))
    return carried.filter(to_groups | (to_schools & ~to_owner))


def _agreed(carried: QuerySet[ResourceLabel], keys: Collection[int], now: datetime) -> Q:
    """Return the condition for resources that a clause in force gives to another school."""
    clauses = Clause.objects.filter(active_at(now), giver__in=keys, agreement__state=Agreement.State.ACTIVE)
    named = {clause_key(clause) for clause in clauses.only("giver", "collection", "subject", "grade", "kind")}
    return Q(Exists(carried.filter(label__in=named))) if named else Q(pk__in=[])


def agreements_by_school(scope: Scope, keys: Collection[int]) -> Counter[int]:
    """Return the number of agreements in force of each school of today."""
    active = Agreement.objects.filter(state=Agreement.State.ACTIVE)
    found: Counter[int] = Counter()
    for side in ("proposer", "partner"):
        rows = active.filter(**{f"{side}__in": keys}).values_list(side).annotate(number=Count("pk")).order_by()
        found += _folded(scope, rows)
    return found


def agreements_by_state(scope: Scope) -> Counter[str]:
    """Return how many agreements of the schools are in which state, without drafts, which only their school sees."""
    ours = Agreement.objects.filter(Q(proposer__in=scope.keys) | Q(partner__in=scope.keys))
    rows = ours.exclude(state=Agreement.State.DRAFT).values_list("state").annotate(number=Count("pk")).order_by()
    return Counter(dict(rows))


def months_until(now: datetime) -> list[datetime]:
    """Return the first moments of this month and the eleven before it, in the school's time zone, oldest first."""
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    months = []
    for back in range(MONTHS - 1, -1, -1):
        year, number = divmod(month.year * 12 + month.month - 1 - back, 12)
        months.append(timezone.make_aware(month.replace(year=year, month=number + 1)))
    return months


def loans_by_school(scope: Scope, keys: Collection[int], now: datetime) -> Counter[int]:
    """Return the number of loans of each school's people in these months."""
    loans = Loan.objects.filter(borrowing_school__in=keys, started_at__gte=months_until(now)[0], started_at__lte=now)
    return _folded(scope, loans.values_list("borrowing_school").annotate(number=Count("pk")).order_by())


def loans_by_month(scope: Scope, now: datetime) -> Counter[datetime]:
    """Return the number of loans of the schools' people that began in each month."""
    return _by_month(Loan.objects.filter(borrowing_school__in=scope.keys), "started_at", now)


def published_by_month(scope: Scope, now: datetime) -> Counter[datetime]:
    """Return the number of published resources by the month in which they were published."""
    return _by_month(published(scope.keys), "published_at", now)


def people_by_school(scope: Scope, keys: Collection[int], now: datetime) -> Counter[int]:
    """Return the number of people with a current membership of each school of today."""
    members = Membership.objects.filter(active_at(now), school__in=keys, person__is_active=True)
    rows = members.values_list("school").annotate(number=Count("person", distinct=True)).order_by()
    return _folded(scope, rows)


def _by_month(rows: QuerySet[Any], field: str, now: datetime) -> Counter[datetime]:
    recent = rows.filter(**{f"{field}__gte": months_until(now)[0], f"{field}__lte": now})
    months = recent.annotate(month=TruncMonth(field)).values_list("month").annotate(number=Count("pk")).order_by()
    return Counter(dict(months))


def _folded(scope: Scope, rows: Iterable[tuple[int, int]]) -> Counter[int]:
    """Add the numbers of merged schools to the schools that they went into."""
    found: Counter[int] = Counter()
    for key, number in rows:
        found[scope.school_of[key]] += number
    return found
