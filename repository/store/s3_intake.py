"""Uploads in parts to a bucket: the browser puts them there itself, at presigned addresses."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from repository.store.errors import UploadBroken, UploadUnknown
from repository.store.keys import incoming_key
from repository.store.parts import check_whole
from repository.store.protocol import Part
from repository.store.s3 import INCOMING, S3Store, md5_of, translating_errors, translating_upload_errors

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef


class S3Intake:
    """Multipart uploads; an upload id joins the uuid of the key and the server's id."""

    def __init__(self, store: S3Store) -> None:
        self.store = store

    def start(self, name: str, size: int) -> str:
        """See Intake.start."""
        upload = uuid.uuid4()
        with translating_errors(name):
            response = self.store.client.create_multipart_upload(Bucket=self.store.bucket, Key=incoming_key(upload))
            return f"{upload}.{response['UploadId']}"

    def part(self, upload_id: str, number: int, data: bytes) -> Part:
        """See Intake.part."""
        key, upload = _named(upload_id)
        with translating_upload_errors(upload_id):
            answer = self.store.client.upload_part(
                Bucket=self.store.bucket,
                Key=key,
                UploadId=upload,
                PartNumber=number,
                Body=data,
                ContentMD5=md5_of(data),
            )
            return Part(number, answer["ETag"], len(data))

    def address(self, upload_id: str, number: int, size: int, *, md5: str, seconds: int) -> str:
        """See Intake.address; length and digest are signed.

        Without the digest versitygw accepts a part whose connection broke as a complete one.
        """
        key, upload = _named(upload_id)
        return self.store.presigned(
            "upload_part",
            seconds=seconds,
            Key=key,
            UploadId=upload,
            PartNumber=number,
            ContentLength=size,
            ContentMD5=md5,
        )

    def parts(self, upload_id: str) -> list[Part]:
        """See Intake.parts."""
        key, upload = _named(upload_id)
        with translating_upload_errors(upload_id):
            pages = self.store.client.get_paginator("list_parts").paginate(
                Bucket=self.store.bucket, Key=key, UploadId=upload
            )
            rows = [row for page in pages for row in page.get("Parts", [])]
            return [Part(row["PartNumber"], row["ETag"], row["Size"]) for row in rows]

    def finish(self, upload_id: str, parts: Sequence[Part], *, size: int) -> str:
        """See Intake.finish."""
        key, upload = _named(upload_id)
        try:
            received = {part.number: part for part in self.parts(upload_id)}
            ordered = check_whole(parts, size)
            if [received.get(part.number) for part in ordered] != ordered:
                raise UploadBroken(upload_id)
            listed: list[CompletedPartTypeDef] = [{"PartNumber": part.number, "ETag": part.tag} for part in ordered]
            with translating_upload_errors(upload_id):
                self.store.client.complete_multipart_upload(
                    Bucket=self.store.bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": listed}
                )
        except (UploadUnknown, UploadBroken):
            if not self.store.exists(key):  # it was joined, and the answer was lost
                raise
        return key

    def key(self, upload_id: str) -> str:
        """See Intake.key."""
        return _named(upload_id)[0]

    def abort(self, upload_id: str) -> None:
        """See Intake.abort."""
        self.store.abort_multipart(*_named(upload_id))

    def unfinished(self, *, before: datetime) -> Iterator[str]:
        """See Intake.unfinished."""
        for multipart in self.store.multiparts(INCOMING):
            if multipart.started < before:
                yield f"{multipart.key.removeprefix(INCOMING)}.{multipart.upload}"


def _named(upload_id: str) -> tuple[str, str]:
    name, _, upload = upload_id.partition(".")
    try:
        return incoming_key(uuid.UUID(name)), upload
    except ValueError as wrong:
        raise UploadUnknown(upload_id) from wrong
