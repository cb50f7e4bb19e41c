"""`scrm init --from FILE`: what columns are called by whoever made the file, and a page without editing anything."""

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from crawlers.recording import page_of_file
from crawlers.tables.proposal import Proposal, propose
from lake.home import Home
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.init import examine
from pipeline.settings.file import load
from pipeline.settings.template import template
from records.errors import ConfigError, UsageError

SHEET = Path(__file__).parent / "header_variants.tsv"
SHARE_WANTED = 0.95
REQUIRED = {
    "review": {"text", "published_at", "rating", "author.name", "author.id", "like_count"},
    "post": {"text", "published_at", "author.name", "author.id", "like_count"},
    "author": {"author.name", "author.id", "author.follower_count"},
    "order": {"order_id", "customer_id", "ordered_at", "amount"},
    "contact": {"customer_id", "contacted_at", "reason"},
    "survey": {"answered_at", "score.nps", "score.csat", "score.ces", "score", "question"},
}
REQUIRED |= {"comment": REQUIRED["post"], "complaint": REQUIRED["post"]}


@dataclass(frozen=True)
class Variant:
    """One way to call the columns of a table."""

    name: str
    half: str
    kind: str
    columns: list[str]
    rows: list[list[str]]
    expected: dict[str, list[str]]
    """Required field -> the columns that may be taken for it."""


def variants() -> list[Variant]:
    with SHEET.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Variant(
            name=row["name"],
            half=row["half"],
            kind=row["kind"],
            columns=row["columns"].split("|"),
            rows=[each.split("|") for each in row["rows"].split(" // ")],
            expected={
                field: columns.split("|")
                for field, columns in (pair.split("=", 1) for pair in row["expected"].split(";"))
            },
        )
        for row in rows
    ]


VARIANTS = variants()


def sheet(folder: Path, variant: Variant) -> Path:
    """The variant as a workbook with a title row."""
    path = folder / "导出.xlsx"
    book = xlsxwriter.Workbook(str(path))
    made = book.add_worksheet("Sheet1")
    for number, row in enumerate([["数据导出"], variant.columns, *variant.rows]):
        made.write_row(number, 0, row)
    book.close()
    return path


def mapped(variant: Variant, proposal: Proposal) -> set[str]:
    """The required fields that a proposal gives their right column."""
    found = {field for field, columns in variant.expected.items() if proposal.mapping.get(field) in columns}
    if "reason" in variant.expected and proposal.mapping.get("text") in variant.expected["reason"]:
        found.add("reason")
    return found


def test_the_sheet_is_worth_its_name() -> None:
    assert len(VARIANTS) >= 30
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
    assert {variant.kind for variant in VARIANTS} == set(REQUIRED)
    assert sum(variant.half == "held" for variant in VARIANTS) * 3 >= len(VARIANTS)
    for variant in VARIANTS:
        assert set(variant.expected) <= REQUIRED[variant.kind]
        assert all(len(row) == len(variant.columns) for row in variant.rows)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_variant_is_read_as_what_it_is(tmp_path: Path, variant: Variant) -> None:
    proposal = propose(page_of_file("table", sheet(tmp_path, variant)))
    assert (proposal.kind if proposal.record == "mention" else proposal.record) == variant.kind
    assert not proposal.missing
    assert mapped(variant, proposal) == set(variant.expected)


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_required_fields_are_mapped(tmp_path: Path, half: str) -> None:
    pairs = [
        (mapped(each, propose(page_of_file("table", sheet(tmp_path, each)))), each.expected)
        for each in VARIANTS
        if each.half == half
    ]
    share = sum(len(found) for found, _ in pairs) / sum(len(expected) for _, expected in pairs)
    sys.stdout.write(f"{half}: {share:.1%} of required fields over {len(pairs)} variants\n")
    assert share >= SHARE_WANTED


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_variant_needs_no_editing(tmp_path: Path, variant: Variant) -> None:
    path = sheet(tmp_path, variant)
    found = examine(path)
    assert found.guess.taken_count == len(variant.rows)
    config = tmp_path / "brands.yml"
    config.write_text(template(found, path), encoding="utf-8")
    settings = load(config)
    settings.check()
    (source,) = settings.sources
    assert source.brand == settings.brands[0].brand_id
    assert settings.brands[0].name == found.brand.name


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def scrm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRM_HOME", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = guarded(app, arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


HEADER = "店铺名称,买家会员名,初评时间,描述相符(分),评论详情,有用数(个),内部备注"


def reviews(path: Path, rows: int = 40, *more: str) -> Path:
    times = [f"2026-0{n % 3 + 1}-{n % 27 + 1:02} 12:{n % 60:02}" for n in range(rows)]
    lines = [f"青禾旗舰店,u{n},{at},{n % 5 + 1},第{n}杯味道不错就是有点甜,{n},x" for n, at in enumerate(times)]
    path.write_text("\n".join(["某后台导出", HEADER, *lines, *more]) + "\n", "utf-8")
    return path


def test_the_proposal_is_shown(scrm: Run, tmp_path: Path) -> None:
    reviews(tmp_path / "r.csv", 40, "青禾旗舰店,u,上周,5,差,1,x")
    code, out, _ = scrm("init", "--from", "r.csv")
    assert code == 0
    shown = [line.split() for line in out.splitlines()]
    assert ["初评时间", "published_at", "time", "sure", "(97%)"] in shown
    assert ["内部备注", "-", "word", "not", "read"] in shown
    assert "r.csv: 任意表格 (table review), 40 of 41 rows read" in out
    assert "refused 1: published_at" in out
    assert "brand: 青禾旗舰店 (the commonest value of 店铺名称)" in out
    text = (tmp_path / "brands.yml").read_text("utf-8")
    assert '"published_at": "初评时间"    # sure (97%)' in text
    assert "# not read / 未使用的列: 内部备注" in text
    section = load(tmp_path / "brands.yml").sources[0]
    assert (section.source, section.kind, section.rating_scale) == ("table", "review", 5)
    assert section.columns["text"] == "评论详情"


@pytest.mark.slow
def test_from_a_dropped_file_to_a_page(scrm: Run, tmp_path: Path) -> None:
    reviews(tmp_path / "青禾茶_评价导出.csv")
    assert scrm("init", "--from", "青禾茶_评价导出.csv")[0] == 0
    code, out, err = scrm("run", "--no-airflow", "--home", "home")
    assert code == 0, err
    assert list(Home(tmp_path / "home").reports.glob("mybrand_*.html"))
    code, out, _ = scrm("sql", "select count(*), count(distinct brand_key) from fact_mention", "--home", "home",
                        "--format", "csv")  # fmt: skip
    assert out.splitlines()[1] == "40,1"


def test_a_known_source_goes_first(scrm: Run, tmp_path: Path) -> None:
    header = "用户ID,评论内容,会员级别,点赞数,回复数,得分,价格,购买时间,手机型号,销量"
    rows = [f"9,第{n}条,0,1,2,5,99,2026/3/2 12:05,某型手机,10" for n in range(9)]
    (tmp_path / "jd.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    code, out, _ = scrm("init", "--from", "jd.csv")
    assert (code, "(jd_reviews), 9 of 9 rows read" in out) == (0, True)
    section = load(tmp_path / "brands.yml").sources[0]
    assert (section.source, section.columns, section.brand) == ("jd_reviews", {}, "mybrand")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b,c\n1,2,3\n", r"its columns \(a, b, c\) do not say which is text or title"),
        ("城市,温度\n杭州,21\n", "do not say which is text or title"),
        ("hello world\nwords, and commas\n", "no known source reads this file"),
        ("订单编号,会员编号,下单时间,实付金额\nA1,M1,前几天,五元\n", "only 0 of its first 1 rows can be read"),
        ("内容,发布时间\n", "only 0 of its first 0 rows can be read"),
    ],
)
def test_a_file_that_says_nothing_is_refused_with_its_columns(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=says) as caught:
        examine(path)
    assert "docs/adding-a-source.md" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("青禾茶_评价导出_20260301.csv", "青禾茶"),
        ("评价明细(1).csv", "评价明细(1)"),
        ("2026-03 云岫茶铺 订单.csv", "云岫茶铺"),
        ("reviews.csv", "reviews"),
    ],
)
def test_a_brand_is_named_after_the_file_where_no_column_names_it(tmp_path: Path, name: str, brand: str) -> None:
    path = tmp_path / name
    path.write_text("内容,发布时间,昵称\n" + "".join(f"第{n}条,2026-03-02,u{n}\n" for n in range(5)), "utf-8")
    assert examine(path).brand.name == brand


CONFIG = """
brands: [{{name: 青禾茶, id: qinghe}}]
sources: [{{source: {source}, files: [x.csv], {more}}}]
"""


@pytest.mark.parametrize(
    ("source", "more", "says"),
    [
        ("jd_reviews", "columns: {text: 内容}", "jd_reviews has columns of its own"),
        ("table", "columns: {test: 内容}", "'test' is no field of a mention; did you mean text?"),
        ("table", "columns: {author.nickname: 昵称, text: 内容}", "did you mean author.name"),
        ("table", "columns: {published_at: 时间}", "columns: text or title is missing"),
        ("table", "columns: {text: {column: 内容, as: txt}}", "as: 'txt' is none of"),
        ("table", "columns: {text: {col: 内容}}", "unknown key col in a field"),
        ("table", "columns: {text: []}", "text: give a column"),
        ("table", "columns: {text: 内容}, kind: rant", "kind: 'rant' is none of post, comment"),
        ("orders", "kind: review", "only for the source table"),
        ("orders", "columns: {price: 金额}", "'price' is no field of an order; did you mean product?"),
        ("surveys", "columns: {score.: 金额}", "'score.' is no field of a survey"),
        ("table", "columns: {text: 内容}, rating_scale: 0", "greater than 0"),
    ],
)
def test_an_impossible_mapping_is_told_before_any_file_is_read(
    tmp_path: Path, source: str, more: str, says: str
) -> None:
    path = tmp_path / "brands.yml"
    path.write_text(CONFIG.format(source=source, more=more), "utf-8")
    with pytest.raises(ConfigError, match="brands.yml: sources.0") as caught:
        load(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_mapping_travels_with_its_files_and_lock_files_do_not(tmp_path: Path) -> None:
    for name in ("a.xlsx", "~$a.xlsx"):
        (tmp_path / name).touch()
    path = tmp_path / "brands.yml"
    config = CONFIG.format(source="orders", more="columns: {amount: 券后价}, platform: taobao")
    path.write_text(config.replace("x.csv", "'*.xlsx'"), "utf-8")
    (query,) = load(path).queries_of("orders")
    assert query.query == "a.xlsx"
    assert query.params["mapping"] == '{"columns": {"amount": "券后价"}, "platform": "taobao"}'
