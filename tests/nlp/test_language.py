import pytest

from nlp.text.language import LANGUAGES, language_indexes, languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这款手机很好用", "zh"),
        ("這款手機很好用", "zh-Hant"),
        ("好用", "zh"),
        ("求推荐 iPhone 15 Pro Max", "zh"),
        ("好の", "zh"),
        ("とても美味しいです", "ja"),
        ("最高！おすすめ", "ja"),
        ("정말 좋아요", "ko"),
        ("really good product", "en"),
        ("Ｇｏｏｄ", "en"),
        ("Очень хорошо", "other"),
        ("très bien été à la", "other"),
        ("ก็ดี", "other"),
        ("😂 123 ！！", "none"),
        ("", "none"),
        ("\ud800\x00", "none"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert languages([text]) == [language]


def test_texts_of_a_batch_are_judged_each_alone() -> None:
    texts = ["好" * 100_000, "", "good", "いいね", "좋아요 좋아요", "好"]
    assert languages(texts) == ["zh", "none", "en", "ja", "ko", "zh"]
    assert language_indexes(texts).tolist() == [LANGUAGES.index(name) for name in languages(texts)]
    assert languages([]) == []
