"""What can go wrong with stored objects, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class StoreError(UserFacingError):
    """Something about the object store; `detail` is for the log, the sentence for the user."""

    sentence = _("The file store could not do this. Nothing was lost; try again.")
    code = "store_error"
    status = 500

    def __init__(self, detail: str = "") -> None:
        super().__init__()
        self.detail = detail

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.detail!r})"


class KeyMissing(StoreError):
    """No object has this key."""

    sentence = _(
        "This file is missing from the store. A librarian can check the store and restore the file from a backup."
    )
    code = "key_missing"
    status = 500


class KeyTaken(StoreError):
    """Another object has this key already; stored objects are never overwritten."""

    sentence = _("A file with this name already exists. It was not changed.")
    code = "key_taken"
    status = 409


class KeyRefused(StoreError):
    """The key breaks the rules of keys; it might lead out of the store."""

    sentence = _("This file name cannot be used in the store.")
    code = "key_refused"
    status = 400


class StoreUnavailable(StoreError):
    """The store does not answer, or the connection broke."""

    sentence = _("The file store is not responding. Nothing was lost; try again in a few minutes.")
    code = "store_unavailable"
    status = 503


class StoreFull(StoreUnavailable):
    """There is no room for the bytes."""

    sentence = _("The library's disk is full. Stored files are safe; tell the librarian.")
    code = "store_full"
    status = 507


class StoreMisconfigured(StoreError):
    """OBJECT_STORE_URL cannot be understood."""

    sentence = _("OBJECT_STORE_URL must be file:///folder or s3://key:secret@host:port/bucket?region=…&secure=0 or 1.")
    code = "store_misconfigured"
    status = 500


class UploadUnknown(StoreError):
    """No upload has this id: it was finished, aborted or never begun."""

    sentence = _("This upload no longer exists. Choose the file and start again.")
    code = "upload_unknown"
    status = 410


class UploadBroken(StoreError):
    """A part is missing or is not the one that was received."""

    sentence = _("A part of this upload is missing. Upload it again.")
    code = "upload_broken"
    status = 409


class LinkRefused(StoreError):
    """The address has no valid signature or has expired."""

    sentence = _("This address is no longer valid. Open the file again from its page.")
    code = "link_refused"
    status = 404


class StoreRefused(StoreError):
    """The store refuses this installation's credentials."""

    sentence = _("The file store denies access. Set the right key and secret in OBJECT_STORE_URL.")
    code = "store_refused"
    status = 503


class BucketMissing(StoreError):
    """The store has no such bucket."""

    sentence = _("The file store has no bucket with this name. Create it, or set the right name in OBJECT_STORE_URL.")
    code = "bucket_missing"
    status = 503


class StorePublic(StoreError):
    """Anyone can read the bucket, and with it every protected book."""

    sentence = _(
        "Anyone can read the bucket of OBJECT_STORE_URL. Remove its public policy: only this library's key may read it."
    )
    code = "store_public"
    status = 503


class StoreClosed(StoreError):
    """Nothing can be written."""

    sentence = _("The file store is not writable. Give this library permission to write there.")
    code = "store_closed"
    status = 503
