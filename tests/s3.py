"""Object storage on this machine: a server that speaks S3, and a bucket on it that the environment leads to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem  # type: ignore[import-untyped]


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a server; it keeps its buckets as long as the process lives."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@contextmanager
def bucket(url: str, name: str, patch: pytest.MonkeyPatch, home: Path) -> Iterator[Any]:
    """An empty bucket on that server, empty again at the end."""
    known = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(home / "none"),
    }
    for key, value in known.items():
        patch.setenv(key, value)
    S3FileSystem.clear_instance_cache()
    made = boto3.resource("s3").Bucket(name)
    made.create()
    yield made
    made.objects.all().delete()
