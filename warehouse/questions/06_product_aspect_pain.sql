-- zh: 哪个产品的哪个方面最让人不满?
-- en: Which aspect of which product hurts most?
-- reads: v_aspect
-- asked: brand=青禾茶; first_day=2026-07-06; last_day=2026-08-30
-- how_zh: 按负面占比的保守估计(威尔逊区间下限,95%)排序:它让“3 条里 3 条负面”排在“200 条里 120 条”之后。
--   `beside_brand` 是该方面在全品牌的负面占比,相减可知是产品的问题还是品牌的通病。
-- how_en: Ranked by a cautious share of negatives (lower end of the 95% Wilson interval), so that 3 of 3 stands behind 120 of
--   200. `beside_brand` is the same aspect over the whole brand: the difference tells a product's fault from a common one.
-- coverage_zh: 只计说到了产品名的评价;`opinion_count` 少于 5 的不列。
-- coverage_en: Only opinions in content that names the product; cells of fewer than 5 are left out.
WITH opinions AS (
    SELECT v.product, v.aspect_name, v.opinion_count, v.negative_count
    FROM v_aspect AS v
    WHERE v.brand = :brand AND v.day BETWEEN :first_day AND :last_day
), cells AS (
    SELECT product, aspect_name, sum(opinion_count) AS opinions, sum(negative_count) AS negative
    FROM opinions
    WHERE product IS NOT NULL
    GROUP BY product, aspect_name
), brand_cells AS (
    SELECT aspect_name, 1.0 * sum(negative_count) / sum(opinion_count) AS share FROM opinions GROUP BY aspect_name
), shares AS (
    SELECT cells.*, 1.0 * negative / opinions AS share, CAST(opinions AS DOUBLE PRECISION) AS n FROM cells
)
SELECT
    s.product,
    s.aspect_name AS aspect,
    s.opinions AS opinion_count,
    s.negative AS negative_count,
    CAST(s.share AS DECIMAL(9, 3)) AS negative_share,
    CAST(
        (s.share + 1.9208 / n - 1.96 * sqrt((s.share * (1 - s.share) + 0.9604 / n) / n)) / (1 + 3.8416 / n)
        AS DECIMAL(9, 3)
    ) AS cautious_share,
    CAST(b.share AS DECIMAL(9, 3)) AS beside_brand
FROM shares AS s
JOIN brand_cells AS b ON b.aspect_name = s.aspect_name
WHERE s.opinions >= 5
ORDER BY cautious_share DESC, s.product, s.aspect_name
LIMIT 12
