"""The committed dictionary is the generated one; every measure has a path to where it comes from."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

import records
from tests.conftest import REPOSITORY
from warehouse.columns import Merge, field_of
from warehouse.dictionary import Lineage, PanelUse, SourceField, bus_matrix, render, render_html, star, write
from warehouse.dictionary.lineage import fields, record_fields_of, view_origins
from warehouse.dictionary.origins import ORIGINS, RENAMED
from warehouse.dictionary.picture import dimensions_of
from warehouse.dictionary.words import TABLE_NAMES
from warehouse.metrics import DEFINITIONS
from warehouse.tables import METADATA
from warehouse.views import VIEWS, View

LIKES = SourceField(source="jd_reviews", field="点赞数", record_field="Observation.like_count")
TILES = PanelUse(panel="tiles", zh="关键指标", en="Key figures", metrics=("mention_volume",), views=("v_insight_day",))

each_table = pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
each_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)


def test_the_committed_page_is_current() -> None:
    committed = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == render(), "run `make docs` and commit docs/data-dictionary.md"


def test_the_committed_picture_is_current() -> None:
    committed = (REPOSITORY / "docs" / "images" / "star.svg").read_text(encoding="utf-8")
    assert committed == bus_matrix() + "\n", "run `make docs` and commit docs/images/star.svg"


def test_everything_is_in_it(tmp_path: Path) -> None:
    write(tmp_path / "page.md")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    for name in (*METADATA.tables, *(view.name for view in VIEWS)):
        assert f"### {name}\n" in page
    for table in METADATA.tables.values():
        assert all(f"| `{column.name}` |" in page for column in table.columns)
    assert all(f"| `{metric.name}` |" in page for metric in DEFINITIONS)


def test_no_cell_is_broken() -> None:
    lines = [line for line in render().splitlines() if line.startswith("| `")]
    assert {line.replace("\\|", "").count("|") for line in lines} <= {8, 9, 13}


@each_table
def test_a_table_is_made_from_what_exists(table: sa.Table) -> None:
    assert TABLE_NAMES[table.name]
    for origin in ORIGINS[table.name]:
        kind, _, name = origin.partition(":")
        assert name if kind in ("crm", "code") else kind in METADATA.tables or hasattr(records, kind), origin


@each_table
def test_every_measure_has_a_path_back(table: sa.Table) -> None:
    """To a record's field, or through what the table is made from to records, results of crm or code."""
    for column in table.columns:
        if field_of(column).unit and field_of(column).merge is not Merge.KEY:
            assert record_fields_of(table.name, column.name) or _ends(table.name), column


def _ends(name: str, seen: tuple[str, ...] = ()) -> set[str]:
    """What lies at the end of a table's origins; nothing when they only lead round."""
    if name not in METADATA.tables:
        return {name}
    return set().union(*(_ends(each, (*seen, name)) for each in ORIGINS[name] if each not in seen))


def test_renamed_fields_exist_on_both_ends() -> None:
    for column, field in RENAMED.items():
        table, _, name = column.partition(".")
        assert name in METADATA.tables[table].c
        assert field in fields()


def test_fields_say_what_their_docstring_says() -> None:
    assert fields()["Annotation.mention_id"] == "The mention judged."
    assert "Mention.text" in fields()


@each_view
def test_every_column_of_a_view_leads_to_a_table(view: View) -> None:
    for name, columns in view_origins(view).items():
        assert columns, name
        for column in columns:
            table, _, inner = column.partition(".")
            assert inner in METADATA.tables[table].c


def test_view_columns_are_followed_through_subqueries_and_aliases() -> None:
    by_name = {view.name: view_origins(view) for view in VIEWS}
    assert by_name["v_mention"]["like_count"] == {"fact_engagement.like_count"}
    assert "fact_sentiment.label" in by_name["v_mention"]["sentiment"]  # an alias of it
    assert "fact_sentiment.label" in by_name["v_persona"]["negative_count"]  # counted in a subquery
    assert by_name["v_alert"]["closed_on"] == {"dim_date.day"}


def test_a_like_is_followed_from_the_source_to_the_panel() -> None:
    lineage = Lineage([LIKES], [TILES])
    engagement, insight = METADATA.tables["fact_engagement"], METADATA.tables["fact_insight"]
    assert lineage.sources_of(*lineage.fields_of(engagement, "like_count")) == (LIKES,)
    assert "fact_insight.engagement_count" in lineage.summed_in(engagement, "engagement_count")
    assert lineage.made_from(insight)[0] == "fact_mention"
    views = lineage.views_of("fact_insight.mention_count")
    assert "v_insight_day.mention_count" in views
    assert "mention_volume" in [metric.name for metric in lineage.metrics_of(views)]
    assert lineage.panels_of(lineage.metrics_of(views), ()) == (TILES,)


def test_pictures_are_xml_with_every_fact_and_dimension() -> None:
    matrix = ElementTree.fromstring(bus_matrix())
    said = " ".join("".join(text.itertext()) for text in matrix.iter("{http://www.w3.org/2000/svg}text"))
    for table in METADATA.sorted_tables:
        assert (table.name in said) == (table.name.startswith(("fact_", "bridge_")) or _is_referenced(table.name))
    drawn = star(METADATA.tables["fact_mention"])
    ElementTree.fromstring(drawn)
    for name in ("提及 fact_mention", "品牌 dim_brand", "product_key, lead_product_key"):
        assert name in drawn


def _is_referenced(name: str) -> bool:
    facts = [table for table in METADATA.sorted_tables if table.name.startswith(("fact_", "bridge_"))]
    return any(name in dimensions_of(fact) for fact in facts)


class _Checked(HTMLParser):
    """Open tags must close; nothing is fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        assert not (known.get("src") or "").startswith("http")
        assert tag != "link"
        if "id" in known:
            self.ids.append(str(known["id"]))
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_page_is_whole_and_self_contained() -> None:
    page = render_html([LIKES], [TILES])
    checked = _Checked()
    checked.feed(page)
    assert checked.open == []
    assert len(set(checked.ids)) == len(checked.ids)
    assert {*METADATA.tables, *(view.name for view in VIEWS)} <= set(checked.ids)
    assert re.search(r"jd_reviews: 点赞数 → <b title=\"[^\"]*\">Observation.like_count</b> → like_count", page)
    assert "面板 panel: 关键指标" in page
    assert page.index("数据字典") < page.index("Data dictionary")
