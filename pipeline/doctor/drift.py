"""Models whose latest week differs from the weeks before by more than chance, each in one line."""

from collections.abc import Mapping

from lake.home import Home
from pipeline import warehouse
from pipeline.doctor.finding import Finding
from records.errors import ScrmError

ADVICE = "谈论内容变了或模型不再适用,请抽样核对 / talk or fit of the model changed: look at a sample (`scrm sample`)"


def drift(home: Home) -> list[Finding]:
    """What moved in the published warehouse's latest week; nothing where nothing did or none can be read.

    A shift is no fault by itself (a crisis shifts verdicts), so it does not make the installation unwell.
    """
    from warehouse import answers

    if warehouse.url() is None and not home.warehouse.is_file():
        return []
    try:
        with answers.reading(warehouse.published(home)) as connection:
            rows = answers.model_drift(connection).records()
    except ScrmError:
        return []
    return [Finding("model drift", True, f"{_said(row)}; {ADVICE}") for row in rows if row["is_alert"]]


def _said(row: Mapping[str, object]) -> str:
    return f"{row['task']} {row['measure']} {row['observed']:.2f}, bound {row['bound']:.2f}"
