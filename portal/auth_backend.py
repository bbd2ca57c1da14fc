"""Answers what Wagtail asks of a person from her chosen membership; no group is managed by hand."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from portal.admin_roles import has_permission


class MembershipBackend(BaseBackend):
    """Signs nobody in; only says what those signed in may do."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the role that she acts in allows it."""
        return has_permission(user_obj, perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Django's own admin is not mounted, so nobody asks."""
        return False
