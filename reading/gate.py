"""The delivery gate: decides at every request for a page, a segment or a file whether the viewer may have it now."""

from dataclasses import dataclass
from uuid import UUID

from access.actions import Action
from access.policy import can
from access.viewer import Viewer
from accounts.errors import NotFound
from circulation.licences.queries import open_loan
from circulation.models import Loan
from reading.errors import DownloadNotAllowed, NotOpenToRead, PrintNotAllowed
from repository.models import Resource
from repository.queries import access_facts, with_labels


@dataclass(frozen=True)
class ReadAccess:
    """A granted request: the resource, and by which right the viewer reads it."""

    resource: Resource
    viewer: Viewer
    without_loan: bool
    loan: Loan | None

    @property
    def may_be_linked(self) -> bool:
        """Whether a signed address may be given out, which opens the file to everybody until it expires.

        Never for lent resources, whose access must stop at the next request after the return, nor for those that others
        may not download.
        """
        return self.without_loan and access_facts(self.resource).permits(Action.DOWNLOAD)

    @property
    def may_download(self) -> bool:
        """Whether the viewer may have the files."""
        return can(self.viewer, Action.DOWNLOAD, access_facts(self.resource))

    @property
    def may_print(self) -> bool:
        """Whether the viewer may print pages: paper is a copy, as a file is."""
        return self.may_download

    def require_print(self) -> None:
        """Raise PrintNotAllowed unless the viewer may print pages."""
        if not self.may_print:
            raise PrintNotAllowed

    def require_download(self) -> None:
        """Raise DownloadNotAllowed unless the viewer may have the files."""
        if not self.may_download:
            raise DownloadNotAllowed


def authorize_read(viewer: Viewer, uuid: UUID) -> ReadAccess:
    """Grant reading by right or by an open loan.

    Raises NotOpenToRead if the viewer may discover the resource, else NotFound.
    """
    resource = _resource(uuid)
    facts = access_facts(resource)
    without_loan, loan = can(viewer, Action.READ, facts), open_loan(viewer, resource)
    if without_loan or loan is not None:
        return ReadAccess(resource, viewer, without_loan, loan)
    if can(viewer, Action.DISCOVER, facts):
        raise NotOpenToRead(resource=resource)
    raise NotFound


def authorize_discover(viewer: Viewer, uuid: UUID) -> Resource:
    """Return a resource that the viewer may discover, for its cover. Raises NotFound."""
    resource = _resource(uuid)
    if not can(viewer, Action.DISCOVER, access_facts(resource)):
        raise NotFound
    return resource


def _resource(uuid: UUID) -> Resource:
    resources = with_labels(Resource.objects.filter(uuid=uuid).select_related("owner"))
    if not resources:
        raise NotFound
    return resources[0]
