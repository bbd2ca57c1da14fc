"""Dates such as 31/12/9999, which release 0.1.0 accepted and no screen can show, brought within the forms' bounds."""

import datetime
from collections.abc import Callable
from typing import Any

from accounts.form_rules import LAST_DAY


def bring_within_bounds(app: str, model: str, *, start: str, end: str) -> Callable[[Any, Any], None]:
    """Return a step of a migration for a table with a first moment and a last one, both at most LAST_DAY afterwards.

    Each row's last moment is its own: rows that differed still do, and none ends before it begins.
    """
    last = datetime.datetime.combine(LAST_DAY, datetime.time.min, datetime.UTC)

    def step(apps: Any, schema_editor: Any) -> None:
        rows = apps.get_model(app, model).objects
        beyond = rows.filter(**{f"{end}__gt": last + datetime.timedelta(days=1)}).values_list("pk", flat=True)
        for key in list(beyond):
            own_end = last + datetime.timedelta(microseconds=key)
            rows.filter(pk=key, **{f"{start}__gte": last}).update(**{start: last, end: own_end})
            rows.filter(pk=key).update(**{end: own_end})
        rows.filter(**{f"{start}__gt": last, end: None}).update(**{start: last})

    return step
