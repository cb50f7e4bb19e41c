"""nginx with the committed settings: pages behind a login, and nothing else."""

import base64
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Its address and the password of `brand`."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed (Debian: nginx-light)")
    folder = tmp_path_factory.mktemp("pages")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)  # nginx's worker is another user than root
    subprocess.run([ROOT / "docker/make-secrets.sh", folder / "secrets"], check=True, capture_output=True)
    (folder / "secrets").chmod(0o755)
    (folder / "reports").mkdir()
    (folder / "reports" / "index.html").write_text("<h1>青禾茶</h1>", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = (ROOT / "docker/nginx.conf").read_text()
    places = {
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/srv/reports": str(folder / "reports"),
        "/run/secrets/reports_htpasswd": str(folder / "secrets/reports_htpasswd"),
        "/tmp/nginx.pid": str(folder / "nginx.pid"),
    }
    for there, here in places.items():
        assert there in settings
        settings = settings.replace(there, here)
    (folder / "nginx.conf").write_text(settings)
    nginx = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"])
    address = f"http://127.0.0.1:{port}"
    try:
        _answering(address)
        yield address, (folder / "secrets/reports_password").read_text()
    finally:
        nginx.terminate()
        nginx.wait()


def test_a_page_needs_the_login(site: tuple[str, str]) -> None:
    address, password = site
    assert _status(f"{address}/index.html") == 401
    assert _status(f"{address}/index.html", "wrong") == 401
    answer = _open(f"{address}/", password)
    assert "青禾茶" in answer.read().decode()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "nginx/" not in answer.headers["Server"]


def test_nothing_beside_the_pages_can_be_had(site: tuple[str, str]) -> None:
    address, password = site
    assert _status(f"{address}/../secrets/reports_password", password) in (400, 403, 404)
    assert _status(f"{address}/%2e%2e/secrets/reports_password", password) in (400, 403, 404)
    assert _status(f"{address}/index.html", password, method="DELETE") == 403


def _answering(address: str) -> None:
    for _ in range(100):
        try:
            assert _status(f"{address}/health") == 200
            return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("nginx does not answer")


def _status(url: str, password: str | None = None, method: str = "GET") -> int:
    try:
        return int(_open(url, password, method).status)
    except urllib.error.HTTPError as error:
        return error.code


def _open(url: str, password: str | None = None, method: str = "GET") -> "urllib.request._UrlopenRet":
    request = urllib.request.Request(url, method=method)
    if password is not None:
        request.add_header("Authorization", f"Basic {base64.b64encode(f'brand:{password}'.encode()).decode()}")
    return urllib.request.urlopen(request, timeout=10)
