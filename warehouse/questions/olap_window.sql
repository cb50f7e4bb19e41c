-- zh: 窗口函数:七日移动平均、名次与累计占比
-- en: Window functions: seven-day mean, rank and running share
-- reads: v_insight_day
-- asked: brand=青禾茶; first_day=2026-08-17; last_day=2026-08-30
-- how_zh: 每日声量、七日移动平均、当日在各品牌中的名次,以及期内累计占比。
-- how_en: Volume of the day, its seven-day mean, the brand's rank on that day, and the running share of the period.
-- coverage_zh: 没有提及的日子不成行:先对照日历(`dim_date`)再算平均。
-- coverage_en: Days without a mention make no row: compare with the calendar (`dim_date`) before taking means.
WITH days AS (
    SELECT d.brand, d.day, sum(d.mention_count) AS mentions
    FROM v_insight_day AS d
    WHERE d.brand_id IS NOT NULL AND d.day BETWEEN :first_day - 6 AND :last_day
    GROUP BY d.brand, d.day
), ranked AS (
    SELECT
        days.*,
        avg(mentions) OVER (
            PARTITION BY days.brand ORDER BY day RANGE BETWEEN INTERVAL '6 days' PRECEDING AND CURRENT ROW
        ) AS week_mean,
        rank() OVER (PARTITION BY day ORDER BY mentions DESC) AS place
    FROM days
)
SELECT
    r.day,
    r.mentions AS mention_count,
    CAST(r.week_mean AS DECIMAL(18, 1)) AS seven_day_mean,
    r.place AS rank_among_brands,
    CAST(1.0 * sum(r.mentions) OVER (ORDER BY r.day) / sum(r.mentions) OVER () AS DECIMAL(9, 3)) AS running_share
FROM ranked AS r
WHERE r.brand = :brand AND r.day >= :first_day
ORDER BY r.day
