"""The store of objects and the intake of uploads, chosen by OBJECT_STORE_URL.

To add a kind of store: write a file that keeps the two promises of protocol.py, name its scheme in `_open`, and let
tests/contracts/test_store.py run on it.
"""

from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from repository.store.errors import StoreMisconfigured
from repository.store.protocol import Intake, Store


def store() -> Store:
    """Return the store that OBJECT_STORE_URL names."""
    return _open(settings.OBJECT_STORE_URL)[0]


def store_at(url: str) -> Store:
    """Return the store of another OBJECT_STORE_URL."""
    return _open(url)[0]


def intake() -> Intake:
    """Return the intake that OBJECT_STORE_URL names."""
    return _open(settings.OBJECT_STORE_URL)[1]


def upload_origins() -> tuple[str, ...]:
    """Return the origins, besides the site's, to which browsers send parts of files: connect-src must allow them."""
    parts = urlsplit(settings.OBJECT_STORE_URL)
    if parts.scheme != "s3":
        return ()
    public = urlsplit(_endpoints(settings.OBJECT_STORE_URL)[1])
    return (f"{public.scheme}://{public.netloc}",)


def allow_uploads_from(origin: str) -> bool:
    """Allow browsers on pages of this origin to send parts to the bucket; return False where files are on disk."""
    target = store()
    if not upload_origins():
        return False
    target.allow_origin(origin)  # type: ignore[attr-defined]
    return True


@cache
def _open(url: str) -> tuple[Store, Intake]:
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
        return _open_disk(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.hostname and parts.path.strip("/"):
        return _open_s3(url)
    raise StoreMisconfigured(parts.scheme)


def _open_disk(root: Path) -> tuple[Store, Intake]:
    from repository.store.disk import DiskStore
    from repository.store.disk_intake import DiskIntake

    disk = DiskStore(root)
    return disk, DiskIntake(disk)


def _open_s3(url: str) -> tuple[Store, Intake]:
    # Imported here: boto3 takes a quarter of a second, which a node with files on disk need not wait.
    from repository.store.s3 import Address, S3Store
    from repository.store.s3_intake import S3Intake

    parts = urlsplit(url)
    wishes = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint, public = _endpoints(url)
    bucket = S3Store(
        Address(
            endpoint=endpoint,
            public=public,
            bucket=parts.path.strip("/"),
            region=wishes.get("region", "us-east-1"),
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
        )
    )
    return bucket, S3Intake(bucket)


def _endpoints(url: str) -> tuple[str, str]:
    """Return the endpoints of the S3 server, for this machine and for browsers."""
    parts = urlsplit(url)
    wishes = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    scheme = "http" if wishes.get("secure", "1") == "0" else "https"
    endpoint = f"{scheme}://{parts.netloc.rpartition('@')[2]}"
    return endpoint, wishes.get("public", endpoint)
