"""Objects in a bucket of any S3 server; the only module that imports boto3.

django-storages does not do: it has no write-once and no uploads in parts from a browser.
"""

import base64
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from repository.store import links
from repository.store.errors import (
    KeyMissing,
    KeyTaken,
    StoreUnavailable,
    UploadBroken,
    UploadUnknown,
)
from repository.store.keys import checked, digest_in
from repository.store.protocol import StoredObject
from repository.store.slices import Readable, Slice

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CORSRuleTypeDef

CONNECT_SECONDS, READ_SECONDS = 3, 20
_MISSING = {"404", "NoSuchKey", "NotFound"}
_TAKEN = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"}
_UNKNOWN_UPLOAD = {"NoSuchUpload", "404"}
_BROKEN_UPLOAD = {"InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML"}
_TRANSFER = TransferConfig(multipart_threshold=32 * 2**20, multipart_chunksize=16 * 2**20, max_concurrency=4)


INCOMING = "incoming/"


@dataclass(frozen=True)
class Multipart:
    """An unfinished multipart upload, by the server's id."""

    key: str
    upload: str
    started: datetime


@dataclass(frozen=True)
class Address:
    """The address of the bucket; `public` is the endpoint that browsers use, if it is another."""

    endpoint: str
    public: str
    bucket: str
    region: str
    access_key: str
    secret_key: str


def connect(address: Address, endpoint: str) -> "S3Client":
    """Return a client with timeouts, without checksum headers that servers other than AWS refuse."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=16,
    )
    session = boto3.session.Session(address.access_key, address.secret_key, region_name=address.region)
    client = session.client("s3", endpoint_url=endpoint, config=config)
    client.meta.events.register("before-call.s3", _expect_nothing)
    return client


def _expect_nothing(params: dict[str, Any], **_: object) -> None:
    """Remove `Expect: 100-continue`: botocore reads for ever if the connection breaks inside the answer to it."""
    params["headers"].pop("Expect", None)


class S3Store:
    """A store in which each key is an object of one bucket."""

    def __init__(self, address: Address) -> None:
        self.bucket = address.bucket
        self.client = connect(address, address.endpoint)
        self.signer = connect(address, address.public)

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> None:
        """See Store.put; the server itself refuses a second writer of a small object.

        Large objects go in parts, for which no such condition exists; two writers of one digest write equal bytes.
        """
        size = _size_left(source)
        if self.exists(checked(key)):
            self._verify_size(key, size)
            return
        extra = {"ContentType": content_type}
        try:
            with translating_errors(key):
                if size > _TRANSFER.multipart_threshold:
                    self.client.upload_fileobj(source, self.bucket, key, ExtraArgs=extra, Config=_TRANSFER)
                else:
                    body = source.read()
                    self.client.put_object(
                        Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, IfNoneMatch="*",
                        ContentMD5=md5_of(body),
                    )  # fmt: skip
        except KeyTaken:
            self._verify_size(key, size)

    def open(self, key: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """See Store.open."""
        if end is not None and end <= start:
            self.size(key)
            return io.BytesIO()
        byte_range = f"bytes={start}-{'' if end is None else end - 1}"
        try:
            with translating_errors(key):
                if start == 0 and end is None:
                    answer = self.client.get_object(Bucket=self.bucket, Key=checked(key))
                else:
                    answer = self.client.get_object(Bucket=self.bucket, Key=checked(key), Range=byte_range)
        except _OutOfRange:
            return io.BytesIO()
        return cast(BinaryIO, io.BufferedReader(_Body(answer["Body"], key), 256 * 1024))

    def size(self, key: str) -> int:
        """See Store.size."""
        with translating_errors(key):
            return self.client.head_object(Bucket=self.bucket, Key=checked(key))["ContentLength"]

    def exists(self, key: str) -> bool:
        """See Store.exists."""
        try:
            self.size(key)
        except KeyMissing:
            return False
        return True

    def link(self, key: str, *, seconds: int, content_type: str, file_name: str, inline: bool) -> str:
        """See Store.link."""
        return self.presigned(
            "get_object",
            seconds=seconds,
            Key=checked(key),
            ResponseContentType=content_type,
            ResponseContentDisposition=links.disposition(file_name, inline),
        )

    def verify(self, key: str) -> bool:
        """See Store.verify."""
        expected = digest_in(key)
        with self.open(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == expected  # type: ignore[arg-type]

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]:
        """See Store.list_objects."""
        with translating_errors(prefix):
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                for row in page.get("Contents", []):
                    yield StoredObject(row["Key"], row["Size"], row["LastModified"])

    def remove(self, key: str) -> None:
        """See Store.remove."""
        with translating_errors(key):
            self.client.delete_object(Bucket=self.bucket, Key=checked(key))

    def remove_incomplete(self, *, before: datetime) -> None:
        """See Store.remove_incomplete: large objects are put and copied in parts, too."""
        for multipart in self.multiparts(""):
            if multipart.started < before and not multipart.key.startswith(INCOMING):
                self.abort_multipart(multipart.key, multipart.upload)

    def multiparts(self, prefix: str) -> Iterator[Multipart]:
        """Yield the unfinished multipart uploads whose key begins with the prefix."""
        with translating_errors(prefix):
            for page in self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket, Prefix=prefix):
                for row in page.get("Uploads", []):
                    yield Multipart(row["Key"], row["UploadId"], row["Initiated"])

    def abort_multipart(self, key: str, upload: str) -> None:
        """Abort a multipart upload. Idempotent."""
        try:
            with translating_upload_errors(key):
                self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload)
        except UploadUnknown:
            return

    def allow_origin(self, origin: str) -> None:
        """Set the CORS rule: browsers on pages of this origin may send what this installation signed, nothing else."""
        rule: CORSRuleTypeDef = {
            "AllowedOrigins": [origin], "AllowedMethods": ["PUT"], "AllowedHeaders": ["*"], "MaxAgeSeconds": 3600,
        }  # fmt: skip
        with translating_errors("cors"):
            self.client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [rule]})

    def presigned(self, action: str, *, seconds: int, **arguments: object) -> str:
        """Return a presigned address of the bucket, as browsers see it, for this one action."""
        params = {"Bucket": self.bucket, **arguments}
        return self.signer.generate_presigned_url(action, Params=params, ExpiresIn=seconds)

    def copy(self, source_key: str, key: str) -> None:
        """See Store.copy."""
        size = self.size(source_key)
        if self.exists(key):
            self._verify_size(key, size)
            return
        with translating_errors(source_key):
            source = {"Bucket": self.bucket, "Key": checked(source_key)}
            self.client.copy(source, self.bucket, key, Config=_TRANSFER)  # type: ignore[arg-type]

    def _verify_size(self, key: str, size: int) -> None:
        if self.size(key) != size:
            raise KeyTaken(key)


class _OutOfRange(Exception):
    """The first requested byte is behind the last one of the object."""


class _Body(Slice):
    """The body of an answer; translate a broken connection into StoreUnavailable."""

    def __init__(self, source: Readable, key: str) -> None:
        super().__init__(source, None)
        self._key = key

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """See Slice.readinto."""
        with translating_errors(self._key):
            return super().readinto(buffer)


def md5_of(data: bytes) -> str:
    """Return the Content-MD5 header: with it the server detects bytes of a broken connection."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _size_left(source: BinaryIO) -> int:
    here = source.tell()
    end = source.seek(0, io.SEEK_END)
    source.seek(here)
    return end - here


@contextmanager
def translating_errors(key: str) -> Iterator[None]:
    """Translate the server's answers about a key into the errors of the store."""
    try:
        yield
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
        if code in _MISSING:
            raise KeyMissing(key) from refused
        if code in _TAKEN:
            raise KeyTaken(key) from refused
        if code in {"InvalidRange", "416"}:
            raise _OutOfRange from refused
        raise StoreUnavailable(f"{key}: {code}") from refused
    except KeyError as lacking:  # cut in the middle of its head, an answer still looks like one
        raise StoreUnavailable(f"{key}: an answer without {lacking}") from lacking
    except (BotoCoreError, Boto3Error) as problem:
        raise StoreUnavailable(f"{key}: {problem}") from problem


@contextmanager
def translating_upload_errors(upload_id: str) -> Iterator[None]:
    """Translate the server's answers about a multipart upload into the errors of the store."""
    try:
        with translating_errors(upload_id):
            yield
    except (StoreUnavailable, KeyMissing) as problem:
        code = problem.detail.rpartition(": ")[2]
        if isinstance(problem, KeyMissing) or code in _UNKNOWN_UPLOAD:
            raise UploadUnknown(upload_id) from problem
        if code in _BROKEN_UPLOAD:
            raise UploadBroken(upload_id) from problem
        raise
