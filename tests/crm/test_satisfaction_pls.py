from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crm.satisfaction.pathmodel import CCSI_LATENTS, CCSI_PATHS, PathModel, ccsi_model
from crm.satisfaction.pls import PathFit, fit_paths, path_intervals
from crm.value.evidence import NotEnoughEvidence
from records.errors import ConfigError, UsageError

PLANTED = {("image", "expectation"): 0.6, ("expectation", "satisfaction"): 0.3, ("image", "satisfaction"): 0.5}
MODEL = PathModel(
    blocks={name: tuple(f"{name}{i}" for i in range(1, 4)) for name in ("image", "expectation", "satisfaction")},
    paths=tuple(PLANTED),
)


def planted(count: int, *, noise: float = 0.15, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    image = rng.normal(size=count)
    expectation = 0.6 * image + 0.8 * rng.normal(size=count)
    rest = np.sqrt(1 - (0.3**2 + 0.5**2 + 2 * 0.3 * 0.5 * 0.6))
    satisfaction = 0.3 * expectation + 0.5 * image + rest * rng.normal(size=count)
    latents = {"image": image, "expectation": expectation, "satisfaction": satisfaction}
    columns = {
        f"{name}{i}": 6 + 1.5 * (latent + noise * rng.normal(size=count))
        for name, latent in latents.items()
        for i in range(1, 4)
    }
    return pd.DataFrame(columns)


def fitted(found: PathFit | NotEnoughEvidence) -> PathFit:
    assert isinstance(found, PathFit)
    return found


def test_the_planted_paths_are_found() -> None:
    fit = fitted(fit_paths(planted(4000), MODEL))
    for path, coefficient in PLANTED.items():
        assert fit.paths[path] == pytest.approx(coefficient, abs=0.04)
    assert fit.r_squared["expectation"] == pytest.approx(0.36, abs=0.04)
    assert min(fit.loadings.values()) > 0.95
    assert fit.scores.mean().abs().max() < 1e-9
    assert fit.scores.std(ddof=0).to_list() == pytest.approx([1, 1, 1])


def test_the_published_model_of_mobile_operators(shared_data: Path) -> None:
    frame = pd.read_csv(shared_data / "crm" / "pls_satisfaction.csv")
    sizes = {"imag": 5, "expe": 5, "qual": 5, "val": 4, "sat": 4, "loy": 4}
    blocks = {name: tuple(f"{name}{i}" for i in range(1, size + 1)) for name, size in sizes.items()}
    causes = {"expe": "imag", "qual": "expe", "val": "expe qual", "sat": "imag expe qual val", "loy": "imag sat"}
    paths = [(cause, effect) for effect, names in causes.items() for cause in names.split()]
    fit = fitted(fit_paths(frame, PathModel(blocks=blocks, paths=paths)))
    into = [round(fit.paths[(cause, "sat")], 6) for cause in ("imag", "expe", "qual", "val")]
    assert into == [0.200724, -0.002754, 0.122144, 0.589331]
    squares = [round(fit.r_squared[name], 6) for name in ("expe", "qual", "val", "sat", "loy")]
    assert squares == [0.335194, 0.719688, 0.590084, 0.707321, 0.509923]


def test_a_latent_grows_with_its_questions() -> None:
    upside_down = planted(500).assign(image1=lambda frame: 12 - frame["image1"])
    fit = fitted(fit_paths(upside_down, MODEL))
    assert fit.loadings["image1"] < 0 < fit.loadings["image2"]
    assert fit.paths[("image", "expectation")] > 0.4


def test_intervals_hold_the_planted_paths() -> None:
    frame = planted(300).assign(image1=lambda told: told["image1"].where(told.index > 4))
    told = path_intervals(frame, MODEL, resample_count=60)
    assert not isinstance(told, NotEnoughEvidence)
    for path, coefficient in PLANTED.items():
        assert told[path].low < told[path].value < told[path].high
        assert abs(told[path].value - coefficient) < 0.15
    with pytest.raises(UsageError, match="resamples"):
        path_intervals(frame, MODEL, resample_count=0)


def test_too_few_or_equal_answers() -> None:
    few = fit_paths(planted(19), MODEL)
    assert isinstance(few, NotEnoughEvidence)
    assert few.reason == "not enough evidence: n = 19 complete answers, 20 needed"
    alike = fit_paths(planted(100).assign(satisfaction2=7), MODEL)
    assert isinstance(alike, NotEnoughEvidence)
    assert alike.reason.endswith("everybody answered satisfaction2 alike")
    with pytest.raises(UsageError, match="lacks image1"):
        fit_paths(planted(100).drop(columns="image1"), MODEL)


def test_the_chinese_index_has_six_latents_and_eleven_paths() -> None:
    model = ccsi_model({name: [f"{name}_1", f"{name}_2"] for name in CCSI_LATENTS})
    assert (len(model.latents), len(CCSI_PATHS)) == (6, 11)
    assert model.causes("satisfaction") == ("image", "expectation", "quality", "value")
    with pytest.raises(ConfigError, match="loyalty has no questions"):
        ccsi_model({name: ["q"] for name in CCSI_LATENTS if name != "loyalty"})


def test_impossible_diagrams_are_refused() -> None:
    blocks = {"a": ("a1",), "b": ("b1",)}
    for paths, fault in (([("b", "a")], "earlier block"), ([("a", "c"), ("a", "b")], "earlier"), ([], "on no path")):
        with pytest.raises(ConfigError, match=fault):
            PathModel(blocks=blocks, paths=paths)
