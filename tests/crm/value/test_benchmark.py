import pytest

from benchmarks import crm
from records.errors import UsageError


def test_the_value_part_measures_every_population() -> None:
    told = crm.run(["value"], size=20_000, round_count=1)
    measures = told["parts"]["value"]["measures"]
    assert [name for name, measure in measures.items() if measure["bound"] == 5.0] == [
        "CLV, repeated histories", "CLV, days histories", "CLV, distinct histories",
    ]  # fmt: skip
    assert measures["CLV, distinct histories"]["detail"]["distinct"] == 20_000
    assert measures["CLV, repeated histories"]["detail"]["distinct"] <= 20
    assert all(measure["cpu_seconds"] > 0 for measure in measures.values())


def test_an_unknown_part_is_refused() -> None:
    assert "value" in crm.parts()
    with pytest.raises(UsageError, match="unknown part weather"):
        crm.main(["--only", "weather"])
