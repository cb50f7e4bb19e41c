"""What the product brings along: no two packages in one place, no licence that binds the user, a list that is true."""

import json
import re
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
BOM = json.loads((ROOT / "requirements" / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
LOCK = (ROOT / "requirements" / "main.txt").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", LOCK, re.MULTILINE))
OUR_ROOMS = {
    "records", "lake", "crawlers", "nlp", "crm", "warehouse", "reports", "world", "pipeline", "dags", "benchmarks",
}  # fmt: skip
BINDING = re.compile(
    r"\bA?GPL|GNU (Affero )?General Public|NonCommercial|non-commercial|CC-BY-NC|\bSSPL|Business Source"
)
CHOSEN_OTHERWISE = {"text-unidecode"}
"""Packages under a binding licence or another, of which we choose the other (Artistic License)."""


def test_the_list_of_components_is_the_lock() -> None:
    assert {each["name"]: each["version"] for each in BOM} == LOCKED


@pytest.mark.parametrize("component", BOM, ids=lambda each: each["name"])
def test_no_dependency_is_under_a_binding_licence(component: dict) -> None:
    told = [each["license"]["name"] for each in component.get("licenses", [])]
    assert told, "a package without a licence must not be shipped"
    if component["name"] in CHOSEN_OTHERWISE:
        assert any("Artistic" in each for each in told)
        return
    assert not [each for each in told if BINDING.search(each)], told


def test_no_dependency_ships_names_of_another_or_of_ours() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for name in LOCKED:
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue
        modules = {file.parts[0] for file in files if file.suffix == ".py" and file.name == "__init__.py"}
        for module in modules - {".."}:
            owners[module].add(name)
    taken = {module: names for module, names in owners.items() if module in OUR_ROOMS}
    shared = {module: names for module, names in owners.items() if len(names) > 1}
    assert not taken
    assert {module for module, names in shared.items() if _clash(module, names)} == set()


def _clash(module: str, names: set[str]) -> bool:
    """Whether two packages bring the same file (namespaces like airflow.providers are shared by design)."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        for file in distribution(name).files or []:
            if file.parts[0] != module or file.suffix != ".py":
                continue
            if seen.setdefault(str(file), name) != name:
                return True
    return False


def test_the_schema_for_editors_takes_the_example_and_refuses_a_wrong_key() -> None:
    schema = json.loads((ROOT / "docs" / "brands.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    example = _as_json(yaml.safe_load((ROOT / "brands.example.yml").read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(example)] == []
    wrong = [error.message for error in validator.iter_errors({**example, "sorces": []})]
    assert any("sorces" in message for message in wrong)


def _as_json(content: dict) -> dict:
    """Without Python's dates: editors read YAML 1.2, which has none."""
    return json.loads(json.dumps(content, default=str))


def test_the_dashboard_asks_for_what_is_sent_and_nothing_else() -> None:
    from pipeline.observe.instruments import INSTRUMENTS

    board = json.loads((ROOT / "docker" / "grafana-dashboard.json").read_text(encoding="utf-8"))
    asked = {
        re.findall(r"last_over_time\((\w+)\[", target["expr"])[0]
        for panel in board["panels"]
        for target in panel["targets"]
    }
    assert asked == {each.prometheus_name for each in INSTRUMENTS}
