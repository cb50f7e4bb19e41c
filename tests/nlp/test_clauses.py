import pytest

from nlp.text.clauses import Clause, clauses, clauses_of, sentences


def _roles(text: str) -> list[tuple[str, str]]:
    return [(text[clause.start : clause.end], clause.role) for clause in clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("虽然贵，但是好用", [("虽然贵", "concession"), ("但是好用", "contrast")]),
        ("外观好看但续航差", [("外观好看", "plain"), ("但续航差", "contrast")]),
        ("不但便宜而且好用", [("不但便宜而且好用", "plain")]),
        ("味道再好不过了", [("味道再好不过了", "plain")]),
        ("挺好的，就是有点贵", [("挺好的", "plain"), ("就是有点贵", "contrast")]),
        ("就是这个味道，喜欢", [("就是这个味道", "plain"), ("喜欢", "plain")]),
        ("除了贵其他都好", [("除了贵", "exception"), ("其他都好", "plain")]),
        ("便宜点的话就买了", [("便宜点的话", "condition"), ("就买了", "plain")]),
        ("要是再轻一点就好了", [("要是再轻一点就好了", "condition")]),
        ("质量好吗？挺好", [("质量好吗", "question"), ("挺好", "plain")]),
        ("雖然貴 但是好用", [("雖然貴", "concession"), ("但是好用", "contrast")]),
        ("屏幕3.5寸，1,000元", [("屏幕3.5寸", "plain"), ("1,000元", "plain")]),
        ("用了 iPhone 15 很顺", [("用了 iPhone 15 很顺", "plain")]),
        ("自然而然就喜欢了", [("自然而然就喜欢了", "plain")]),
    ],
)
def test_clauses_have_their_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert _roles(text) == expected


def test_a_clause_tells_its_connective_and_the_mark_that_closes_it() -> None:
    assert clauses("好看！！不过贵") == [Clause(0, 2, "plain", "", "！！"), Clause(4, 7, "contrast", "不过", "")]


def test_every_character_is_in_one_clause_or_is_a_mark() -> None:
    text = "东西不错\n\n快递（顺丰）慢死了~~~ 客服：在吗？在的话回一下；\ud800😂\x00但"
    found = clauses(text)
    inside = "".join(text[clause.start : clause.end] for clause in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert set(text) - set(inside) <= set("\n（）~ ？；")


@pytest.mark.parametrize("text", ["", "  \n", "，，。。", "？"])
def test_texts_without_words_have_no_clauses(text: str) -> None:
    assert clauses(text) == []


def test_a_batch_gives_what_each_text_gives() -> None:
    texts = ["好，但贵", "", "x" * 100_000, "好。" * 5_000]
    assert clauses_of(texts) == [clauses(text) for text in texts]


def test_sentences_keep_their_closing_marks_and_quotes() -> None:
    text = "他说：“太好了！”我信了。 你呢？？\n嗯"
    assert [text[a:b] for a, b in sentences(text)] == ["他说：“太好了！”", "我信了。", "你呢？？", "嗯"]
