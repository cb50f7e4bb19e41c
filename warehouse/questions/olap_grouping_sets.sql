-- zh: GROUPING SETS:一次扫描,三张小表
-- en: GROUPING SETS: three small tables from one scan
-- reads: v_mention
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 按平台、按产品、按投诉类型三种切法各自加总,不产生交叉组合:报表首页常用。
-- how_en: By platform, by product and by type of complaint, each by itself and without their cross product: the front page of
--   a report in one statement.
-- coverage_zh: 三种切法是同一批内容:不可把三组相加。
-- coverage_en: The three cuts are of the same content: never add one to another.
WITH posts AS (
    SELECT
        m.platform_name,
        coalesce(m.product, '未提产品') AS product,
        coalesce(m.complaint_type_name, '非投诉或未分类') AS complaint_type,
        m.mention_count
    FROM v_mention AS m
    WHERE m.brand = :brand AND m.day BETWEEN :first_day AND :last_day
)
SELECT
    CASE
        WHEN grouping(platform_name) = 0 THEN '平台 platform'
        WHEN grouping(product) = 0 THEN '产品 product'
        ELSE '投诉类型 complaint type'
    END AS cut,
    coalesce(platform_name, product, complaint_type) AS member,
    sum(mention_count) AS mention_count
FROM posts
GROUP BY GROUPING SETS ((platform_name), (product), (complaint_type))
ORDER BY cut, mention_count DESC, member
