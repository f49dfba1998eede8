"""Places for files: a fresh folder for every test, and a bucket of a real S3 server on this machine."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.postgres import free_port

KEYS = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FILES = {"kind": "local", "root": str(tmp_path / "files")}
    (tmp_path / "files").mkdir()
    settings.MASTER_KEY = "A" * 43 + "="
    return tmp_path / "files"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server, settings):
    """An empty bucket that the product is set to use."""
    client = boto3.client("s3", endpoint_url=s3_server, **KEYS)
    client.create_bucket(Bucket="files")
    settings.FILES = {
        "kind": "s3", "bucket": "files", "prefix": "latchstring", "endpoint": s3_server, "region": "us-east-1",
        "key": "k", "secret": "s",
    }  # fmt: skip
    yield client
    for each in client.list_objects_v2(Bucket="files").get("Contents", []):
        client.delete_object(Bucket="files", Key=each["Key"])
    for each in client.list_multipart_uploads(Bucket="files").get("Uploads", []):
        client.abort_multipart_upload(Bucket="files", Key=each["Key"], UploadId=each["UploadId"])
    client.delete_bucket(Bucket="files")


@pytest.fixture(params=["local", "s3"])
def anywhere(request):
    """The test runs in the folder and in the bucket; gives the names of all that lies there."""
    if request.param == "s3":
        client = request.getfixturevalue("bucket")
        return lambda: [each["Key"] for each in client.list_objects_v2(Bucket="files").get("Contents", [])]
    folder = request.getfixturevalue("files_folder")
    return lambda: [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def small_disk():
    """While it lasts no file can grow past so many bytes: the kernel refuses, as when a disk is full."""

    @contextmanager
    def limited(size: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited
