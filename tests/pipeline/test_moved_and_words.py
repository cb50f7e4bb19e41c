"""What another engine judges otherwise, and the words that the dictionary lacks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lake.keys import ENVIRONMENT
from pipeline.cli.app import app
from pipeline.job import Job, open_job
from pipeline.models import card_of
from pipeline.moved import movement
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.words import search
from pipeline.wordsheet import read_words
from records.errors import UnreadableFile, UsageError
from tests.pipeline.conftest import KEY

CONFIG = """
brands: [{name: 青禾茶, id: qinghe}]
words_file: words.tsv
sources: [{source: table, files: [posts.csv], platform: weibo, brand: qinghe}]
"""
BEFORE = ("今天喝了", "朋友推荐", "周末去买", "终于等到", "店里的", "大家都说", "我觉得", "路过看见")
AFTER = ("味道清爽", "，排队很久", "还会再来", "包装好看", "！难喝死了", "有点甜", "比较贵", "真是惊喜")
OTHERS = ("奶茶", "牛奶", "咖啡", "蛋糕", "果汁")
TEXTS = [
    *(f"{a}沁岚{b}{BEFORE[n - 3]}奶茶第{m}回" for n, a in enumerate(BEFORE) for m, b in enumerate(AFTER)),
    *(f"{a}{other}{b}第{m}回" for a in BEFORE for m, b in enumerate(AFTER) for other in OTHERS),
]


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    rows = [f"{n},{text},2026-03-0{n % 8 + 1} 12:00:00" for n, text in enumerate(TEXTS)]
    (tmp_path / "posts.csv").write_text("编号,内容,发布时间\n" + "\n".join(rows), "utf-8")
    (tmp_path / "words.tsv").write_text("word\tdecision\n", "utf-8")
    (tmp_path / "brands.yml").write_text(CONFIG, "utf-8")
    monkeypatch.setenv(ENVIRONMENT, KEY)
    job = open_job(tmp_path / "home", tmp_path / "brands.yml")
    gather(job, "table")
    enrich(job)
    return job


def _other_engine(job: Job) -> Job:
    config = job.settings.folder / "brands.yml"
    config.write_text(CONFIG + "sentiment: {engine: snownlp}\n", "utf-8")
    other = open_job(job.home.root, config)
    enrich(other)
    return other


def test_both_versions_stand_and_the_difference_is_told(job: Job) -> None:
    with pytest.raises(UsageError, match="holds 1 version"):
        movement(job, "sentiment", None, None)
    other = _other_engine(job)
    shift = movement(other, "sentiment", None, None).shift
    assert [each.split()[0] for each in (*shift.models_before, *shift.models_after)] == ["linear", "snownlp"]
    whole, by_platform = shift.moved
    assert whole.pair_count == len(TEXTS) == by_platform.pair_count
    assert by_platform.value == "weibo"
    assert sum(whole.flips.values()) > 0
    arguments = [
        "moved",
        "sentiment",
        "--home",
        str(job.home.root),
        "--config",
        str(job.settings.folder / "brands.yml"),
    ]
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert json.loads(result.output)["moved"][0]["pair_count"] == len(TEXTS)
    assert "snownlp" in CliRunner().invoke(app, arguments).output
    with pytest.raises(UsageError, match="no version 'nonsense'"):
        movement(other, "sentiment", "nonsense", None)


def test_the_card_of_a_used_model_stays_in_the_lake(job: Job) -> None:
    (folder,) = (job.home.lake / "models" / "sentiment").iterdir()
    card = card_of(job, "sentiment", folder.name)
    assert card is not None
    assert (card.engine, bool(card.data)) == ("linear", True)
    assert card_of(job, "sentiment", "never") is None


def test_new_words_are_found_decided_and_used(job: Job) -> None:
    sheet = job.settings.folder / "words.tsv"
    assert search(job, sheet) > 0
    rows = read_words(sheet)
    found = next(row for row in rows if "沁岚" in row["word"])
    text = sheet.read_text("utf-8-sig").replace(f"{found['word']}\t", f"{found['word']}\tyes", 1)
    sheet.write_text(text, "utf-8")
    assert found["word"] in open_job(job.home.root, job.settings.folder / "brands.yml").settings.lexicon().words
    search(job, sheet)
    assert [row["decision"] for row in read_words(sheet) if row["word"] == found["word"]] == ["yes"]


def test_a_sheet_of_something_else_is_refused_and_kept(job: Job) -> None:
    sheet = job.settings.folder / "words.tsv"
    sheet.write_text("a\tb\n1\t2\n", "utf-8")
    with pytest.raises(UnreadableFile, match="needs the columns word and decision"):
        search(job, sheet)
    assert sheet.read_text("utf-8") == "a\tb\n1\t2\n"
