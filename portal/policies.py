"""Permission policies for pages, pictures and collections: the desk's group replaces Wagtail's user groups."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, GroupCollectionPermission, GroupPagePermission
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.admin_roles import desk_of


class DeskPages(PagePermissionPolicy):
    """Pages: the subtree of the desk, in every language."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupPagePermission]:
        """Return the permissions of the active desk's group."""
        rows = GroupPagePermission.objects.filter(group__desk__in=_desks(user))
        return rows.select_related("page", "permission")

    def explorable_root_instance(self, user: Any) -> Any:
        """Return the school's home instead of the common ancestor of two languages' trees."""
        desk = desk_of(user)
        return desk.home if desk and desk.school_id else super().explorable_root_instance(user)


class DeskCollectionLookup:
    """Permissions of the active desk's group on collections."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        """Return them instead of those of the user's groups."""
        rows = GroupCollectionPermission.objects.filter(group__desk__in=_desks(user))
        return rows.select_related("permission", "collection")


class DeskPictures(DeskCollectionLookup, CollectionOwnershipPermissionPolicy):
    """Pictures: the collection of the desk."""

    def collections_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Collection]:
        """Return the collections to choose from: the node administrator's do not include a thousand schools' own."""
        return _to_choose(super().collections_user_has_any_permission_for(user, actions), user)


class DeskCollections(DeskCollectionLookup, CollectionManagementPermissionPolicy):
    """Wagtail's collections themselves: for the node administrator, without those that belong to schools."""

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Collection]:
        """Return the collections that the user may manage."""
        return _to_choose(super().instances_user_has_permission_for(user, action), user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Collection]:
        """Return the collections that the user may see on their list."""
        return _to_choose(super().instances_user_has_any_permission_for(user, actions), user)

    def _descendants_with_perm(self, user: Any, action: str) -> QuerySet[Collection]:
        collections = self._collections_with_perm(user, [action])
        return collections.exclude(pk=Collection.get_first_root_node().pk)


class DenyAllPolicy(BasePermissionPolicy):
    """A policy that denies everything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return False."""
        return False

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        """Return no users."""
        return get_user_model().objects.none()


def _to_choose(collections: QuerySet[Collection], user: Any) -> QuerySet[Collection]:
    """Return the collections without those of schools, except for a school's own desk."""
    desk = desk_of(user)
    return collections if desk and desk.school_id else collections.exclude(desk__school__isnull=False)


def _desks(user: Any) -> list[int]:
    """Return the user's desk as a list of at most one: None would match every group without a desk."""
    desk = desk_of(user)
    return [desk.pk] if desk else []


def register() -> None:
    """Replace Wagtail's policies. Its apps register theirs later; `exact_class` takes precedence over them."""
    image, document = get_image_model(), get_document_model()
    register_permission_policy(AbstractPage, DeskPages("wagtailcore.Page"))
    register_permission_policy(Collection, DeskCollections(Collection), exact_class=True)
    register_permission_policy(image, DeskPictures(image, owner_field_name="uploaded_by_user"), exact_class=True)
    register_permission_policy(document, DenyAllPolicy(document), exact_class=True)
