"""Signed addresses of objects on disk: what they name, and the check of their signature and age."""

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
    """An object, the content type and file name to send, shown or saved, and the end of validity (epoch seconds)."""

    key: str
    content_type: str
    file_name: str
    inline: bool
    until: int


def address(link: Link) -> str:
    """Return the signed address, valid as long as the link says."""
    return PATH + signing.dumps(asdict(link), salt=_SALT, compress=True)


def read(token: str) -> Link:
    """Return what the token of an address names. Raise LinkRefused."""
    try:
        link = Link(**signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError) as broken:
        raise LinkRefused(str(broken)) from broken
    if link.until <= time.time():
        raise LinkRefused("expired")
    checked(link.key)
    return link


def disposition(file_name: str, inline: bool) -> str:
    """Return the Content-Disposition header for a file name, which may contain any letter."""
    return content_disposition_header(as_attachment=not inline, filename=file_name) or "inline"
