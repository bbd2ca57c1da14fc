"""Send a request as one of the people, and roll back what it changed."""

from collections.abc import Mapping
from contextlib import ExitStack

from django.db import connections, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from accounts.models import AuditEntry


def ask(browser: Client, method: str, address: str, data: Mapping[str, object] | None = None) -> tuple[int, bool]:
    """Return the status, and whether an audit entry was written; roll everything back."""
    cookies = browser.cookies.copy()
    with ExitStack() as both:
        for name in connections:
            both.enter_context(transaction.atomic(using=name))
        before = AuditEntry.objects.count()
        answer = getattr(browser, method)(address, data or {})
        if answer.streaming:
            answer.getvalue()
        wrote = AuditEntry.objects.count() != before
        for name in connections:
            connections[name].set_rollback(True)
    browser.cookies = cookies
    return answer.status_code, wrote


def is_page(answer: HttpResponseBase) -> bool:
    """Return whether the answer is a page, which includes error pages, and neither a file nor a redirect."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not answer.streaming and answer.status_code not in (301, 302)
