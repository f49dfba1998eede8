"""Files in a bucket of Amazon S3, or of another server that speaks S3; what grows is a multipart upload."""

from collections.abc import Buffer, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from latchstring.files.refusals import Damaged, StorageAway, StorageFull
from latchstring.files.storage.base import PIECE

_GONE = {"NoSuchKey", "404", "InvalidRange"}
_FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"}


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        kinds: dict[bool, type[Exception]] = {code in _GONE: Damaged, code in _FULL: StorageFull}
        raise kinds.get(True, StorageAway) from error
    except (BotoCoreError, OSError) as error:
        raise StorageAway from error


class S3:
    chunk = 8 * 1024 * 1024
    least = 5 * 1024 * 1024  # what S3 asks of every part but the last

    def __init__(self, *, bucket: str, prefix: str, endpoint: str, region: str, key: str, secret: str) -> None:
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint or None,
            region_name=region or ("us-east-1" if endpoint else None),
            aws_access_key_id=key or None,
            aws_secret_access_key=secret or None,
            config=Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 3, "mode": "standard"},
                max_pool_connections=32,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"} if endpoint else None,
            ),
        )

    def put(self, place: str, data: Buffer) -> None:
        with _told():
            self.client.put_object(**self._at(place), Body=bytes(data))

    def read(self, place: str, start: int, end: int) -> Iterator[bytes]:
        with _told():
            answer = self.client.get_object(**self._at(place), Range=f"bytes={start}-{end - 1}")
        with answer["Body"] as body:
            while True:
                with _told():
                    piece = body.read(PIECE)
                if not piece:
                    return
                yield piece

    def begin(self, place: str, size: int) -> dict[str, Any]:
        with _told():
            return {"id": self.client.create_multipart_upload(**self._at(place))["UploadId"], "tags": []}

    def grow(self, place: str, parts: dict[str, Any], at: int, data: Buffer) -> dict[str, Any]:
        number = len(parts["tags"]) + 1
        with _told():
            answer = self.client.upload_part(
                **self._at(place), UploadId=parts["id"], PartNumber=number, Body=bytes(data)
            )
        return {**parts, "tags": [*parts["tags"], answer["ETag"]]}

    def sync(self, place: str) -> None:
        """Every part was when it was answered."""

    def complete(self, place: str, parts: dict[str, Any]) -> None:
        every = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(parts["tags"], 1)]
        with _told():
            self.client.complete_multipart_upload(
                **self._at(place), UploadId=parts["id"], MultipartUpload={"Parts": every}
            )

    def remove(self, place: str) -> None:
        beginning = {"Bucket": self.bucket, "Prefix": self.prefix + place}
        with _told():
            for page in self.client.get_paginator("list_multipart_uploads").paginate(**beginning):
                for open_one in page.get("Uploads", []):
                    self.client.abort_multipart_upload(
                        Bucket=self.bucket, Key=open_one["Key"], UploadId=open_one["UploadId"]
                    )
            for page in self.client.get_paginator("list_objects_v2").paginate(**beginning):
                for each in page.get("Contents", []):
                    self.client.delete_object(Bucket=self.bucket, Key=each["Key"])

    def check(self) -> str:
        self.put("check/written", b"written")
        self.remove("check/written")
        return f"the bucket {self.bucket} can be written to"

    def _at(self, place: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + place}
