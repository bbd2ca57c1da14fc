"""All writes of uploads, by noun: bytes in the intake, chunked uploads of browsers, uploads, pages, clean-up."""

from ingest.uploads.actions.incoming import MAX_UPLOAD_BYTES, ReceivedFile, receive_path, store_bundle, store_incoming
from ingest.uploads.actions.pages import replace_page
from ingest.uploads.actions.uploads import cancel, create_uploads, publish, retry, retry_as_admin

__all__ = [
    "MAX_UPLOAD_BYTES",
    "ReceivedFile",
    "cancel",
    "create_uploads",
    "publish",
    "receive_path",
    "replace_page",
    "retry",
    "retry_as_admin",
    "store_bundle",
    "store_incoming",
]
