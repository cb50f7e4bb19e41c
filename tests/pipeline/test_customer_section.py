"""The firm's own figures and the legal basis of linking, as `brands.yml` states them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings.customers import CustomersSection, IdentitySection
from pipeline.settings.file import load
from records.errors import ConfigError

BASE = "brands: [{name: 青禾茶}]\ninbox: here\n"


def refusal(tmp_path: Path, text: str) -> str:
    file = tmp_path / "brands.yml"
    file.write_text(BASE + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    return str(caught.value)


def test_without_figures_nothing_is_guessed() -> None:
    terms = CustomersSection().to_terms()
    assert terms.costs is None
    assert terms.influenced_share is None
    assert terms.settings.margin_share == 1.0
    assert [level.name for level in terms.pyramid.levels] == ["key", "major", "ordinary", "small"]


def test_own_figures_reach_the_methods() -> None:
    given: dict[str, Any] = {
        "annual_rate": 0.08, "month_count": 24, "margin_share": 0.5, "acquisition_cost": 30, "influenced_share": 0.2,
        "tier_by": "profit", "costs": {"contact": 5, "return": 7, "complaint": 20},
        "tiers": [
            {"name": "top", "zh_name": "头部", "above": 0, "until": 0.1},
            {"name": "rest", "zh_name": "其余", "above": 0.1, "until": 1},
        ],
    }  # fmt: skip
    terms = CustomersSection.model_validate(given).to_terms()
    assert (terms.settings.month_count, terms.settings.annual_rate, terms.settings.margin_share) == (24, 0.08, 0.5)
    assert terms.costs is not None
    assert (terms.costs.per_contact, terms.costs.per_return, terms.costs.per_complaint) == (5, 7, 20)
    assert (terms.tier_by, terms.acquisition_cost, terms.influenced_share) == ("profit", 30, 0.2)
    assert [level.zh_name for level in terms.pyramid.levels] == ["头部", "其余"]


@pytest.mark.parametrize(
    ("until", "told"), [(0.1, "a gap between top (until 0.1)"), (0.3, "an overlap between top (until 0.3)")]
)
def test_tiers_with_a_gap_or_an_overlap_are_refused(tmp_path: Path, until: float, told: str) -> None:
    top = f"{{name: top, zh_name: 头部, above: 0, until: {until}}}"
    text = f"customers: {{tiers: [{top}, {{name: rest, zh_name: 其余, above: 0.2, until: 1}}]}}\n"
    assert told in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("customers: {costs: {contact: 1, return: 1, complaint: 1}}", "needs `margin_share:`"),
        ("customers: {margin_share: 0}", "margin_share"),
        ("customers: {currency: USD}", "CNY"),
        ("identity: {basis: legitimate_interest, document: a, recorded_on: 2026-01-01}", "identity.basis"),
        ("identity: {basis: consent, document: ' ', recorded_on: 2026-01-01}", "needs `document:`"),
        ("identity: {basis: consent, document: a}", "`recorded_on:`"),
    ],
)
def test_impossible_figures_are_refused_by_their_key(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, f"{text}\n")


def test_linking_is_off_until_a_basis_is_recorded() -> None:
    assert IdentitySection().to_basis() is None
    given = IdentitySection(basis="consent", document="PIA-1", recorded_on=date(2026, 1, 15)).to_basis()
    assert given is not None
    assert (given.kind, given.document) == ("consent", "PIA-1")
