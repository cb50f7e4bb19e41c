"""Writes requirements/sbom.cdx.json: the product's dependencies by the lock, with their licences, as CycloneDX 1.6.

https://cyclonedx.org/docs/1.6/json. Licences are what the installed packages say of themselves.
"""

import json
import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "main.txt"
BOM = ROOT / "requirements" / "sbom.cdx.json"


def main() -> None:
    """Writes the file."""
    components = [component(name, version) for name, version in sorted(locked(LOCK).items())]
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    BOM.write_text(json.dumps(bom, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def locked(lock: Path) -> dict[str, str]:
    """Package -> version of a lock file."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def component(name: str, version: str) -> dict[str, Any]:
    """One package; without licences where it is not installed here (it belongs to another platform)."""
    found: dict[str, Any] = {
        "type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}",
    }  # fmt: skip
    try:
        told = licences(metadata(name))
    except PackageNotFoundError:
        return found
    return {**found, "licenses": [{"license": {"name": each}} for each in told]}


def licences(package: PackageMetadata) -> list[str]:
    """What a package says of its licence: an SPDX expression, else classifiers, else the first line of its text."""
    fields = package.json
    if expression := fields.get("license_expression"):
        return [str(expression)]
    classifiers = [each for each in fields.get("classifier", []) if each.startswith("License ::")]
    if classifiers:
        return [each.rpartition(" :: ")[2] for each in classifiers]
    text = str(fields.get("license", "")).strip()
    return [text.splitlines()[0]] if text else []


if __name__ == "__main__":
    main()
