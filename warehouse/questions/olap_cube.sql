-- zh: CUBE:来源种类与内容类别的每一种组合
-- en: CUBE: every combination of kind and class of content
-- reads: v_mention
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 两个维度的明细、两组小计和总计都在一张表里:适合交叉透视。
-- how_en: Cells, both sets of subtotals and the total in one table, as a pivot table wants them.
-- coverage_zh: 内容类别由规则判断;未判断者显示为 `未知`。
-- coverage_en: The class is judged by rules; content without one shows as `未知`.
WITH posts AS (
    SELECT m.kind, coalesce(m.content_class, '未知') AS content_class, m.mention_count, m.sentiment
    FROM v_mention AS m
    WHERE m.brand = :brand AND m.day BETWEEN :first_day AND :last_day
)
SELECT
    CASE WHEN grouping(kind) = 1 THEN '全部' ELSE kind END AS kind,
    CASE WHEN grouping(content_class) = 1 THEN '全部' ELSE content_class END AS content_class,
    sum(mention_count) AS mention_count,
    count(*) FILTER (WHERE sentiment = 'negative') AS negative_count
FROM posts
GROUP BY CUBE (kind, content_class)
ORDER BY grouping(posts.kind), posts.kind, grouping(posts.content_class), posts.content_class
