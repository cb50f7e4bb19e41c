-- zh: ROLLUP:品牌与平台的声量,带小计与总计
-- en: ROLLUP: volume by brand and platform with subtotals and the total
-- reads: v_insight_day
-- asked: first_day=2026-08-24; last_day=2026-08-30
-- how_zh: `全部` 是小计;最后一行是总计。小计由同一条语句给出,与明细必然一致。
-- how_en: `全部` marks a subtotal, the last row is the total; they come from the same statement, so they always agree.
-- coverage_zh: 只含跟踪的品牌:一条内容提到两个品牌时各计一次。
-- coverage_en: Tracked brands only; content about two of them counts for each.
SELECT
    CASE WHEN grouping(d.brand) = 1 THEN '全部' ELSE d.brand END AS brand,
    CASE WHEN grouping(d.platform_name) = 1 THEN '全部' ELSE d.platform_name END AS platform,
    sum(d.mention_count) AS mention_count,
    sum(d.negative_count) AS negative_count
FROM v_insight_day AS d
WHERE d.day BETWEEN :first_day AND :last_day AND d.brand_id IS NOT NULL
GROUP BY ROLLUP (d.brand, d.platform_name)
ORDER BY grouping(d.brand), d.brand, grouping(d.platform_name), mention_count DESC, platform
