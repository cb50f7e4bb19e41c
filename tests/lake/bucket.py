"""The S3-compatible server of `bucket_server`, as a process, and what reaches it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SERVER = Path(__file__).with_name("bucket_server.py")
BUCKET = "lake"


@contextmanager
def bucket_served() -> Iterator[Mapping[str, str]]:
    """Environment variables with which everybody reaches a server with an empty bucket."""
    process = subprocess.Popen([sys.executable, str(SERVER)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        port = process.stdout.readline().strip()
        yield variables(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def variables(endpoint: str, account: str = "tester") -> Mapping[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1",
    }


def make_bucket(name: str = BUCKET) -> None:
    import s3fs

    s3fs.S3FileSystem(skip_instance_cache=True).mkdir(name)


def child(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A process of its own that runs a program of this file's folder."""
    command = [sys.executable, str(Path(__file__).with_name(program)), *arguments]
    return subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
