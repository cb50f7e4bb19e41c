-- zh: 危机是怎样一小时一小时发展的?
-- en: How did the crisis unfold, hour by hour?
-- reads: v_voice
-- asked: brand=青禾茶; first_hour=2026-08-25 08:00:00; last_hour=2026-08-26 08:00:00
-- how_zh: 每行一小时(北京时间;没有提及的小时不列)。`usual_negative` 是此前 24 小时每小时的平均负面数:负面数连续几小时数倍于它,
--   才是危机的起点。`negative_so_far` 是累计。疑似水军单列,以免把刷量当成民意。
-- how_en: One row an hour (Asia/Shanghai; hours without mentions are left out). `usual_negative` is the hourly mean of the 24
--   hours before: a crisis begins where negatives exceed it several times for hours on end. `negative_so_far` adds up; what
--   looks like a water army stands apart, lest noise be taken for opinion.
-- coverage_zh: 最后几小时可能尚未采全:对照 `v_coverage` 的 `window_to`。
-- coverage_en: The last hours may not be gathered yet: compare `window_to` of `v_coverage`.
WITH hours AS (
    SELECT
        date_trunc('hour', timezone('Asia/Shanghai', m.published_at)) AS hour,
        count(*) AS mentions,
        count(*) FILTER (WHERE m.sentiment = 'negative') AS negative,
        count(*) FILTER (WHERE m.is_complaint) AS complaints,
        count(*) FILTER (WHERE m.kind = 'repost') AS reposts,
        count(*) FILTER (WHERE m.is_water_army) AS water_army
    FROM v_voice AS m
    WHERE m.brand = :brand
    AND m.day BETWEEN CAST(:first_hour AS DATE) - 1 AND CAST(:last_hour AS DATE)
    AND m.published_at >= timezone('Asia/Shanghai', :first_hour) - INTERVAL '24 hours'
    AND m.published_at < timezone('Asia/Shanghai', :last_hour)
    GROUP BY 1
), measured AS (
    SELECT
        hours.*,
        coalesce(
            sum(negative) OVER (
                ORDER BY hour RANGE BETWEEN INTERVAL '24 hours' PRECEDING AND INTERVAL '1 hour' PRECEDING
            ),
            0
        ) AS day_before
    FROM hours
)
SELECT
    m.hour,
    mentions AS mention_count,
    negative AS negative_count,
    CAST(day_before / 24.0 AS DECIMAL(9, 1)) AS usual_negative,
    sum(negative) OVER (ORDER BY m.hour) AS negative_so_far,
    complaints AS complaint_count,
    reposts AS repost_count,
    water_army AS water_army_count
FROM measured AS m
WHERE m.hour >= :first_hour
ORDER BY m.hour
