"""Order lines: what counts as sold, given back and called off; whose product a text means."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from records import Brand, LinkRule, Order, Product
from records.arrow import table_of
from records.errors import ScrmError
from records.ids import surrogate_key
from tests.warehouse.books import SEEN, line
from tests.warehouse.conftest import rows_of
from tests.warehouse.smalllake import Lake
from tests.warehouse.written import BRANDS, at
from warehouse import duck
from warehouse import tables as t
from warehouse.checks import gate_checks, run
from warehouse.load import Inputs, customers, feeds, goods, load, orders
from warehouse.load.goods import meant, own_brand


def test_states_are_read_from_words_and_signs(star: sa.Connection) -> None:
    sql = """select order_id, line_number, state, order_count, is_first_order, gross_amount, refund_amount,
        cancelled_amount, net_amount from fact_order_line order by 1, 2"""
    d = Decimal
    assert rows_of(star, sql) == [
        ("o1", 1, "sold", 1, True, d("20"), d(0), d(0), d("20")),
        ("o1", 2, "sold", 0, True, d("30.10"), d(0), d(0), d("30.10")),
        ("o2", 1, "sold", 1, False, d("40"), d(0), d(0), d("40")),
        ("o3", 1, "refunded", 1, True, d("50"), d("50"), d(0), d(0)),
        # The refund is a row of its own, so the words of the sale do not take the money back once more.
        ("o4", 1, "sold", 1, False, d("60"), d(0), d(0), d("60")),
        ("o4", 2, "return", 0, False, d(0), d("60"), d(0), d("-60")),
        ("o5", 1, "cancelled", 0, False, d("70"), d(0), d("70"), d(0)),
        ("o6", 1, "unpaid", 0, False, d(0), d(0), d(0), d(0)),
        ("o7", 1, "sold", 1, True, d("15"), d(0), d(0), d("15")),
        ("o8", 1, "sold", 1, False, d("25"), d(0), d(0), d("25")),
    ]


def test_money_is_exact(star: sa.Connection) -> None:
    types = "select distinct data_type from duckdb_columns() where table_name = 'fact_order_line' and column_name like"
    assert rows_of(star, f"{types} '%_amount'") == [("DECIMAL(18,2)",)]
    assert rows_of(star, "select sum(net_amount) from v_order_line where order_id = 'o1'") == [(Decimal("50.10"),)]


def test_money_of_another_currency_is_left_out_of_sums(star: sa.Connection) -> None:
    sql = "select currency, net_amount, booked_net_amount from v_order_line where order_id = 'o7'"
    assert rows_of(star, sql) == [("USD", None, Decimal("15.00"))]


def test_products_and_brands_come_from_the_words_of_the_shop(star: sa.Connection) -> None:
    sql = """select order_id, line_number, brand_id, product, product_name, region from v_order_line
        where order_id in ('o1', 'o7', 'o8') order by 1, 2"""
    assert rows_of(star, sql) == [
        ("o1", 1, "moli", "岩盐拿铁", "岩盐拿铁 大杯", "广东"),
        ("o1", 2, "moli", "云朵蛋糕", "云朵蛋糕", None),
        ("o7", 1, None, None, "手冲壶", None),  # names no brand, and of two brands none is known as the own one
        ("o8", 1, "moli", None, None, None),  # the shop's name tells the brand
    ]


def brand(brand_id: str, name: str, *products: str, competitors: tuple[str, ...] = ()) -> Brand:
    goods = tuple(Product(product_id=each, name=each, rule=LinkRule(aliases=(each,))) for each in products)
    return Brand(brand_id=brand_id, name=name, rule=LinkRule(aliases=(name,)), products=goods, competitors=competitors)


QING, SONG = brand("q", "青禾", "拿铁", "燕麦拿铁", competitors=("s",)), brand("s", "松烟", "拿铁")


@pytest.mark.parametrize(
    ("text", "brands", "expected"),
    [
        ("青禾旗舰店", (QING, SONG), ("q", None)),
        ("燕麦拿铁 大杯", (QING, SONG), ("q", "燕麦拿铁")),
        ("松烟 拿铁", (QING, SONG), ("s", "拿铁")),  # the brand named beside it goes before the own
        ("拿铁", (QING, SONG), ("q", "拿铁")),  # the user's own
        ("拿铁", (brand("a", "甲", "拿铁"), brand("b", "乙", "拿铁")), None),  # nobody's own: not guessed
        ("青禾与松烟联名", (QING, SONG), None),
        ("手冲壶", (QING, SONG), None),
    ],
)
def test_whose_goods_a_text_means(
    text: str, brands: tuple[Brand, ...], expected: tuple[str, str | None] | None
) -> None:
    keys = None
    if expected:
        brand_id, product_id = expected
        keys = (surrogate_key(brand_id), surrogate_key(brand_id, product_id) if product_id else None)
    assert meant(text, brands) == keys


def test_the_own_brand_is_the_only_one_or_the_one_that_compares_itself() -> None:
    assert own_brand((SONG,)) is SONG
    assert own_brand((QING, SONG)) is QING
    assert own_brand(BRANDS) is None


@contextmanager
def ordered(files: tuple[Path, ...]) -> Iterator[sa.Connection]:
    """The order lines of some files, loaded by themselves."""
    with duck.scratch() as connection:
        for table in (t.dim_customer, t.dim_brand, t.dim_product, t.dim_region, t.fact_order_line):
            table.create(connection)
        feeds.read_feeds(connection, Inputs(orders=files))
        goods.build_named(connection, BRANDS)
        customers.load_customers(connection)
        orders.load_orders(connection, BRANDS)
        yield connection


lines = st.lists(
    st.builds(
        line,
        st.sampled_from(["p1", "p2", "p3"]),
        st.sampled_from(["k1", "k2"]),
        st.sampled_from([at(1), at(2), at(9)]),
        st.integers(-9000, 9000).map(lambda fen: fen / 100),
        st.integers(1, 3),
        quantity=st.sampled_from([-1.0, 1.0, 2.5]),
        status=st.sampled_from([None, "交易成功", "退款成功", "已取消", "取消退款", "待付款", "交易关闭"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=8, deadline=None)
@given(given=lines)
def test_measures_balance_and_order_of_files_does_not_matter(
    given: list[Order], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    files = lake.write("orders", table_of(Order, given))
    again = lake.write("again", table_of(Order, given[::-1] + given))
    sql = "select * exclude (observed_at) from fact_order_line order by order_id, line_number"
    with ordered(files) as one, ordered(again) as other:
        rows = rows_of(one, sql)
        assert rows == rows_of(other, sql)
        assert len(rows) == len({(each.order_id, each.line_number) for each in given})
        assert rows_of(
            one,
            """select count(*) from fact_order_line where
            net_amount <> gross_amount - refund_amount - cancelled_amount
            or cancelled_quantity > quantity or (state = 'unpaid' and (gross_amount, net_amount) <> (0, 0))""",
        ) == [(0,)]
        per_order = (
            "select sum(order_count), bool_or(state in ('sold', 'refunded')) from fact_order_line group by order_id"
        )
        assert all(count == int(has_sale) for count, has_sale in rows_of(one, per_order))
        firsts = """select customer_id, sum(case when is_first_order then order_count else 0 end), sum(order_count)
            from fact_order_line group by customer_id"""
        assert all(first <= 1 for _, first, _ in rows_of(one, firsts))


def test_a_lake_of_an_older_version_lacks_columns_and_loads(tmp_path: Path) -> None:
    table = table_of(Order, [line("o1", "k1", at(1), 5.0, discount_amount=1.0)])
    old = tmp_path / "old.parquet"
    pq.write_table(table.drop_columns(["discount_amount", "coupon", "region"]), old)
    with ordered((old,)) as connection:
        assert rows_of(connection, "select discount_amount, coupon, net_amount from fact_order_line") == [
            (None, None, Decimal("5.00"))
        ]


def test_books_alone_make_a_warehouse_that_passes_the_gate(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    late = line("o9", "k9", datetime(2035, 1, 1, tzinfo=UTC), 5.0, observed_at=SEEN)
    load(tmp_path / "x.duckdb", Inputs(orders=lake.write("orders", table_of(Order, [late])), brands=BRANDS))
    with duck.engine_for(tmp_path / "x.duckdb", is_read_only=True).connect() as connection:
        assert rows_of(connection, "select date_key from fact_order_line") == [(20350101,)]
        assert rows_of(connection, "select count(*) from fact_mention") == [(0,)]
        failed = [each for each in run(connection, gate_checks()) if not each.is_passed]
        assert [each for each in failed if each.severity == "fail"] == []


def test_the_words_of_an_error_hold_no_value(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    rows: list[dict[str, Any]] = [{"order_id": "geheim", "ordered_at": "kein Datum 138-0000-0000"}]
    pq.write_table(pa.Table.from_pylist(rows), broken)
    with pytest.raises(ScrmError) as caught, ordered((broken,)):
        pass
    assert "138-0000" not in str(caught.value)
