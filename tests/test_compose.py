"""docker-compose.yml: accepted by compose itself, and what each service promises."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.deliver.secret import secret_of

ROOT = Path(__file__).resolve().parents[1]
CHATS = {
    "wecom_url", "dingtalk_url", "dingtalk_secret", "feishu_url", "feishu_secret", "slack_url", "smtp_url",
    "webhook_url", "webhook_secret",
}  # fmt: skip
"""Secrets that a person fills in; made empty."""
ONCE = {"airflow-init", "superset-init"}
"""Services that end; the others run for good."""


@pytest.fixture(scope="module")
def compose(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The whole file as compose reads it, with the example's settings and freshly made secrets."""
    folder = tmp_path_factory.mktemp("compose")
    subprocess.run([ROOT / "docker/make-secrets.sh", folder / "secrets"], check=True, capture_output=True)
    program = Path(sys.executable).parent / "docker-compose"
    command = [program, "--file", ROOT / "docker-compose.yml", "--env-file", ROOT / ".env.example", "config"]
    environment = {**os.environ, "SECRETS_DIR": str(folder / "secrets")}
    told = subprocess.run([*command, "--format", "json"], env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)  # type: ignore[no-any-return]


def test_the_services_are_those_of_the_documentation(compose: dict[str, Any]) -> None:
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs/server.md").read_text(), re.MULTILINE))
    assert set(compose["services"]) == documented


def test_images_are_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert re.search(r":\d+\.\d+", service["image"]), name


def test_what_runs_for_good_tells_its_health_and_starts_again(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert ("healthcheck" in service) == (name not in ONCE), name
        assert service["restart"] == ("no" if name in ONCE else "unless-stopped"), name


def test_nothing_runs_as_root_or_without_bounds(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert int(service["user"].split(":")[0]) > 0, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert int(service["deploy"]["resources"]["limits"]["memory"]) > 0, name


def test_secrets_are_files_and_nowhere_else(compose: dict[str, Any]) -> None:
    made = {Path(secret["file"]).name: Path(secret["file"]).read_text() for secret in compose["secrets"].values()}
    told = json.dumps({name: service.get("environment") for name, service in compose["services"].items()})
    assert {name for name, content in made.items() if not content} == CHATS
    assert all(len(content) >= 20 for name, content in made.items() if name not in CHATS)
    assert not [name for name, content in made.items() if content and content.strip() in told]


def test_only_workers_are_given_the_addresses_of_chats(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        mounted = {secret["source"] for secret in service.get("secrets", [])}
        assert mounted & CHATS == (CHATS if name == "airflow-worker" else set()), name
    worker = compose["services"]["airflow-worker"]
    files = {f"SCRM_{name.upper()}_FILE": f"/run/secrets/{name}" for name in CHATS}
    assert files.items() <= worker["environment"].items()
    assert {secret["source"] for secret in compose["services"]["airflow-scheduler"]["secrets"]} < {
        secret["source"] for secret in worker["secrets"]
    }


def test_a_chat_is_set_up_by_writing_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([ROOT / "docker/make-secrets.sh", folder], check=True, capture_output=True)
    monkeypatch.setenv("SCRM_WECOM_URL_FILE", str(folder / "wecom_url"))
    monkeypatch.delenv("SCRM_WECOM_URL", raising=False)
    assert secret_of("SCRM_WECOM_URL") == ""
    (folder / "wecom_url").write_text("https://example.com/robot\n")
    subprocess.run([ROOT / "docker/make-secrets.sh", folder], check=True, capture_output=True)
    assert secret_of("SCRM_WECOM_URL") == "https://example.com/robot"


def test_databases_cannot_be_reached_from_outside(compose: dict[str, Any]) -> None:
    for name in ("postgres", "redis"):
        service = compose["services"][name]
        assert "ports" not in service
        assert list(service["networks"]) == ["data"]
    assert compose["networks"]["data"]["internal"]


def test_pages_see_no_more_than_pages(compose: dict[str, Any]) -> None:
    service = compose["services"]["reports"]
    volumes = {volume["source"] for volume in service["volumes"] if volume["type"] == "volume"}
    assert volumes == {"reports"}
    assert all(volume["read_only"] for volume in service["volumes"])


def test_secrets_that_are_there_are_kept(tmp_path: Path) -> None:
    for _ in range(2):
        subprocess.run([ROOT / "docker/make-secrets.sh", tmp_path / "s"], check=True, capture_output=True)
        found = {file.name: file.read_text() for file in (tmp_path / "s").iterdir()}
        assert (tmp_path / "s").stat().st_mode & 0o077 == 0
        (tmp_path / "s" / "redis_password").unlink(missing_ok=True)
    subprocess.run([ROOT / "docker/make-secrets.sh", tmp_path / "s"], check=True, capture_output=True)
    again = {file.name: file.read_text() for file in (tmp_path / "s").iterdir()}
    assert {name for name in found if found[name] != again[name]} == {"redis_password"}
