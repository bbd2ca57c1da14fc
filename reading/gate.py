"""The delivery gate: decides at each request for a page, a segment or a file whether this viewer may have it now."""

from dataclasses import dataclass
from uuid import UUID

from access.actions import Action
from access.policy import can
from access.viewer import Viewer
from accounts.errors import NotFound
from circulation.models import Loan
from circulation.queries import open_loan
from reading.errors import DownloadNotAllowed, NotOpenToRead
from repository.models import Resource
from repository.queries import access_facts, with_labels


@dataclass(frozen=True)
class ReadAccess:
    """What the gate let through: the resource, and how she came to read it."""

    resource: Resource
    viewer: Viewer
    by_right: bool  # she may read it without a loan
    loan: Loan | None

    @property
    def may_be_linked(self) -> bool:
        """Whether a signed address may be given out, which works for its seconds whoever has it.

        Never for what is protected or only lent: those stop at the next request after the return.
        """
        return self.by_right and not self.resource.protected

    def require_download(self) -> None:
        """Raise NotToTakeAway unless she may have the files themselves: they are free, or she keeps them."""
        if not self.may_be_linked and not can(self.viewer, Action.EDIT, access_facts(self.resource)):
            raise DownloadNotAllowed


def authorize_read(viewer: Viewer, uuid: UUID) -> ReadAccess:
    """Let her read by right or by an open loan. Raises NotOpenToRead where she may know of it, else NotFound."""
    resource = _resource(uuid)
    facts = access_facts(resource)
    by_right = can(viewer, Action.READ, facts)
    # A withdrawn or closed title stops for its borrowers too, whatever their loans say.
    loan = open_loan(viewer, resource) if by_right or facts.is_open(viewer.now) else None
    if by_right or loan is not None:
        return ReadAccess(resource, viewer, by_right, loan)
    if can(viewer, Action.DISCOVER, facts):
        raise NotOpenToRead(resource=resource)
    raise NotFound


def authorize_discover(viewer: Viewer, uuid: UUID) -> Resource:
    """What she may know of, for its cover. Raises NotFound."""
    resource = _resource(uuid)
    if not can(viewer, Action.DISCOVER, access_facts(resource)):
        raise NotFound
    return resource


def _resource(uuid: UUID) -> Resource:
    found = with_labels(Resource.objects.filter(uuid=uuid).select_related("owner"))
    if not found:
        raise NotFound
    return found[0]
