"""Signed addresses of objects on disk: what an address says, and that it is ours and not too old."""

import time
from dataclasses import asdict, dataclass

from django.core import signing
from django.utils.http import content_disposition_header

from repository.store.errors import LinkRefused
from repository.store.keys import checked

PATH = "/kho/"  # served by reading/views/delivery.py
_SALT = "repository.store.links"


@dataclass(frozen=True)
class Link:
    """What an address gives: an object, as which type, under which file name, shown or saved, until when (epoch)."""

    key: str
    content_type: str
    file_name: str
    inline: bool
    until: int


def address(link: Link) -> str:
    """The address, for as long as the link says."""
    return PATH + signing.dumps(asdict(link), salt=_SALT, compress=True)


def read(token: str) -> Link:
    """What the token of an address says. Raises LinkRefused."""
    try:
        link = Link(**signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError) as broken:
        raise LinkRefused(str(broken)) from broken
    if link.until <= time.time():
        raise LinkRefused("expired")
    checked(link.key)
    return link


def disposition(file_name: str, inline: bool) -> str:
    """The Content-Disposition of a file with this name, which may hold any letter."""
    return content_disposition_header(as_attachment=not inline, filename=file_name) or "inline"
