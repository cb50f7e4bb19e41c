"""The benchmark of large imports runs, and both of its sides see all rows."""

import json

import pytest

from pipeline import benchmark


@pytest.mark.slow
def test_it_prints_one_json_line_last(capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.run("import", ["--rows", "60000", "--repeats", "1"])
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    sides = ("baseline", "baseline_without_ids", "import")
    assert result["rows"] == 60_000
    assert all(result[f"{side}_rows"] == 60_000 for side in sides)
    assert all(result[f"{side}_seconds"] > 0 and result[f"{side}_peak_mb"] > 0 for side in sides)
    assert result["bytes"] > 20_000_000
