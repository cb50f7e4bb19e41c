"""Writes docs/brands.schema.json, for editors of brands.yml, and docker/grafana-dashboard.json, of the instruments."""

import json
from pathlib import Path
from typing import Any

from pipeline.observe.instruments import INSTRUMENTS, Instrument
from pipeline.settings.file import Settings

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT = 12, 8
"""Of a panel, in the grid's 24 columns and its rows."""
LOOK_BACK = "1d"
"""Steps come and go: their newest figure of a day is shown until the next."""
UNITS = {"s": "s", "By": "bytes", "1": "percentunit"}
"""UCUM -> Grafana."""


def main() -> None:
    """Writes both."""
    _write(ROOT / "docs" / "brands.schema.json", schema())
    _write(ROOT / "docker" / "grafana-dashboard.json", dashboard())


def schema() -> dict[str, Any]:
    """JSON Schema of `brands.yml`; the folder is where the file lies and is not written in it."""
    made = Settings.model_json_schema()
    made["properties"].pop("folder", None)
    made["required"] = [name for name in made.get("required", []) if name != "folder"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "brands.yml"}


def dashboard() -> dict[str, Any]:
    """A Grafana dashboard with a panel for each instrument, over any Prometheus data source."""
    return {
        "title": "social-crm 社媒 CRM 运行",
        "uid": "social-crm",
        "tags": ["social-crm"],
        "timezone": "Asia/Shanghai",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-24h", "to": "now"},
        "templating": {"list": [{"name": "source", "type": "datasource", "query": "prometheus", "label": "数据源"}]},
        "panels": [_panel(number, each) for number, each in enumerate(INSTRUMENTS)],
    }


def _panel(number: int, instrument: Instrument) -> dict[str, Any]:
    by = ", ".join(instrument.by)
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": f"{instrument.zh} · {instrument.en}",
        "datasource": {"type": "prometheus", "uid": "${source}"},
        "gridPos": {"x": number % 2 * WIDTH, "y": number // 2 * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": UNITS.get(instrument.unit, "short"), "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "table", "placement": "right", "calcs": ["lastNotNull", "max"]}},
        "targets": [
            {
                "refId": "A",
                "expr": f"max by ({by}) (last_over_time({instrument.prometheus_name}[{LOOK_BACK}]))",
                "legendFormat": " ".join(f"{{{{{name}}}}}" for name in instrument.by),
            }
        ],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
