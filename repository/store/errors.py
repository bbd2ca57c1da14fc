"""What can go wrong with stored objects, each with the sentence for the person."""

from django.utils.translation import gettext_lazy as _


class StoreError(Exception):
    """Something about the object store; `message` is what the person reads."""

    message = _("The file store could not do this. Nothing was lost; please try again.")

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or str(type(self).__name__))
        self.detail = detail


class KeyMissing(StoreError):
    """No object has this key."""

    message = _("This file is not in the store. A librarian can check the store and bring it back from a copy.")


class KeyTaken(StoreError):
    """Another object has this key already; stored objects are never overwritten."""

    message = _("Another file is kept under this name already. It was left as it is.")


class KeyRefused(StoreError):
    """The key is not spelt as keys are; it might lead out of the store."""

    message = _("This file name cannot be used in the store.")


class StoreUnavailable(StoreError):
    """The store does not answer, or broke off in the middle."""

    message = _("The file store does not answer at the moment. Nothing was lost; please try again in a few minutes.")


class StoreFull(StoreUnavailable):
    """There is no room for the bytes."""

    message = _("The disk of the library is full. What is stored is safe; please tell the librarian.")


class StoreMisconfigured(StoreError):
    """OBJECT_STORE_URL cannot be understood."""

    message = _("OBJECT_STORE_URL must be file:///folder or s3://key:secret@host:port/bucket?region=…&secure=0 or 1.")


class UploadUnknown(StoreError):
    """No upload has this id: it was finished, aborted or never begun."""

    message = _("This upload is not known any more. Please choose the file and begin again.")


class UploadBroken(StoreError):
    """A part is missing or is not the one that was received."""

    message = _("A part of this upload is missing. Please send it again.")


class LinkRefused(StoreError):
    """The signed address is not ours or its time is over."""

    message = _("This address is no longer valid. Please open the file again from its page.")
