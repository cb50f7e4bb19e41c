"""Topics: planted themes are recovered, weights add up, saved models are the same models."""

import json
import random
from pathlib import Path

import pytest

from nlp.topics import MIN_TEXTS, TopicModel, fit
from nlp.topics.fitting import suggested_topic_count
from records import Lexicon
from records.errors import DamagedArtefact

THEMES = {
    "delivery": (
        ["骑手", "配送", "外卖", "超时", "撒漏"],
        ["{a}又{b}了，等到天黑", "今天{a}很急，{b}让人头疼", "{a}和{b}都要改进"],
    ),
    "hygiene": (
        ["异物", "卫生", "头发丝", "食品安全", "后厨"],
        ["杯子里的{a}说明{b}堪忧", "{a}问题，{b}谁来管", "看到{a}就想到{b}"],
    ),
    "queue": (
        ["排队", "叫号", "门店", "座位", "人流"],
        ["周末{a}太长，{b}不够", "{a}混乱，{b}也没人引导", "{b}旁边{a}绕了三圈"],
    ),
    "packaging": (
        ["包装", "杯套", "联名", "贴纸", "配色"],
        ["这次{a}的{b}很用心", "{a}搭配{b}，收藏了", "为了{b}买的，{a}也在线"],
    ),
}


def corpus(per_theme: int = 60) -> list[tuple[str, str]]:
    generator = random.Random(1)
    rows = []
    for theme, (words, frames) in THEMES.items():
        for number in range(per_theme):
            first, second = generator.sample(words, 2)
            rows.append((theme, f"青禾茶{generator.choice(frames).format(a=first, b=second)}，第{number}天"))
    generator.shuffle(rows)
    return rows


@pytest.fixture(scope="module")
def model() -> TopicModel:
    fitted = fit([text for _, text in corpus()], Lexicon(words=("青禾茶",)), topic_count=4, stop_words=("青禾茶",))
    assert fitted is not None
    return fitted


def test_planted_themes_are_recovered(model: TopicModel) -> None:
    rows = corpus()
    found = model.apply([text for _, text in rows])
    tops = [(theme, weights[0].topic) for (theme, _), weights in zip(rows, found, strict=True) if weights]
    counts = {theme: [0] * 4 for theme in THEMES}
    for theme, topic in tops:
        counts[theme][topic] += 1
    best = {theme: max(range(4), key=lambda topic, theme=theme: counts[theme][topic]) for theme in THEMES}  # type: ignore[misc]
    assert sorted(best.values()) == [0, 1, 2, 3]
    assert len(tops) >= 0.9 * len(rows)
    assert sum(counts[theme][best[theme]] for theme in THEMES) / len(tops) >= 0.9


def test_labels_are_words_of_their_theme(model: TopicModel) -> None:
    assert len(set(model.labels)) == len(model.labels)
    themes = [
        {word for theme, (known, _) in THEMES.items() for word in known if word in label} for label in model.labels
    ]
    assert all(themes)
    assert not any("青禾" in label for label in model.labels)
    assert all(topic_id.startswith("t_") for topic_id in model.topic_ids)
    assert len(set(model.topic_ids)) == 4


def test_weights_sum_to_exactly_one(model: TopicModel) -> None:
    found = [weights for weights in model.apply([text for _, text in corpus()]) if weights]
    assert found
    for weights in found:
        assert sum(item.weight for item in weights) == 1
        assert len(weights) <= 3


def test_one_known_word_or_mostly_unknown_ones_are_no_evidence(model: TopicModel) -> None:
    known = "骑手配送超时"
    unknown = "大熊猫在山坡上啃竹子，游客举着相机拍照，导游讲解历史典故，孩子们画画写生"
    enough, one, mostly_unknown = model.apply([known, "骑手", known + unknown])
    assert enough
    assert (one, mostly_unknown) == ([], [])


def test_texts_without_known_words_have_no_topic(model: TopicModel) -> None:
    assert model.apply(["", "青禾茶", "abc 123", "转发微博//@a:排队叫号"]) == [[], [], [], []]
    assert model.apply([]) == []


def test_a_text_does_not_depend_on_its_batch(model: TopicModel) -> None:
    texts = [text for _, text in corpus()]
    assert model.apply(texts)[:20] == [model.apply([text])[0] for text in texts[:20]]


def test_the_same_corpus_gives_the_same_model(model: TopicModel) -> None:
    texts = [text for _, text in reversed(corpus())]
    again = fit(texts, Lexicon(words=("青禾茶",)), topic_count=4, stop_words=("青禾茶",))
    assert again is not None
    assert again.version == model.version


def test_saving_and_loading(model: TopicModel, tmp_path: Path) -> None:
    model.save(tmp_path / "topics")
    loaded = TopicModel.load(tmp_path / "topics")
    assert loaded.version == model.version
    assert loaded.card["topic_count"] == 4
    text = "青禾茶外卖配送超时"
    assert loaded.apply([text]) == model.apply([text])


@pytest.mark.parametrize("name", ["topics.json", "topics.npz"])
def test_damaged_files_are_refused(model: TopicModel, tmp_path: Path, name: str) -> None:
    model.save(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-40])
    with pytest.raises(DamagedArtefact, match="fit the topics again"):
        TopicModel.load(tmp_path)


def test_changed_words_are_noticed(model: TopicModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    content = json.loads((tmp_path / "topics.json").read_text(encoding="utf-8"))
    content["labels"][0] = "别的"
    (tmp_path / "topics.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(DamagedArtefact):
        TopicModel.load(tmp_path)


def test_too_few_texts_give_no_model() -> None:
    assert fit([text for _, text in corpus()[: MIN_TEXTS - 1]], Lexicon()) is None
    assert fit([], Lexicon()) is None


def test_the_number_of_topics_follows_the_corpus() -> None:
    assert [suggested_topic_count(count) for count in (50, 200, 2_000, 10_000, 10**6)] == [6, 6, 8, 10, 16]
    free = fit([text for _, text in corpus()], Lexicon(words=("青禾茶",)), stop_words=("青禾茶",))
    assert free is not None
    assert 4 <= len(free.labels) <= 6
