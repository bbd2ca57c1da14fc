"""Permissions of a person from their active membership, without Django's groups."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from portal.admin_roles import has_permission


class MembershipBackend(BaseBackend):
    """A backend that answers permission checks and authenticates no one."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether the active role has the permission."""
        return has_permission(user_obj, perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Return False: Django's own admin is not mounted."""
        return False
