-- zh: 每个数字背后的采集是否完整?
-- en: How complete is the gathering behind each number?
-- reads: v_voice v_coverage
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 每行一个来源:本期声量在左,采集在右。`refused_share` 是读到却无法采用的行;`is_capped` 为真表示平台的上限截断了结果;
--   `silent_days` 是该来源最新内容距期末的天数,大于平时就是断流,不是没人说话。
-- how_en: One row a source: the period's volume to the left, its gathering to the right. `refused_share` are rows that were read
--   but could not be used; `is_capped` says the platform's limit cut the result; `silent_days` is how long before the end of the
--   period the source's newest content is: more than usual is a broken feed, not silence.
-- coverage_zh: 这一张表就是覆盖:引用任何数字时附上它。
-- coverage_en: This table is the coverage: give it with any number you quote.
WITH spoken AS (
    SELECT m.source, count(*) AS mentions, count(*) FILTER (WHERE m.sentiment IS NULL) AS without_verdict
    FROM v_voice AS m
    WHERE m.brand = :brand AND m.day BETWEEN :first_day AND :last_day
    GROUP BY m.source
), gathered AS (
    SELECT
        source,
        count(*) AS runs,
        count(*) FILTER (WHERE outcome NOT IN ('ok', 'ok_empty')) AS incomplete_runs,
        sum(row_count) AS row_count,
        sum(refused_count) AS refused,
        count(*) FILTER (WHERE is_capped) > 0 AS is_capped,
        sum(missing_estimate_count) AS missing,
        CAST(timezone('Asia/Shanghai', max(window_to)) AS DATE) AS newest_day
    FROM v_coverage
    GROUP BY source
)
SELECT
    g.source,
    coalesce(s.mentions, 0) AS mention_count,
    coalesce(s.without_verdict, 0) AS without_verdict_count,
    g.runs AS run_count,
    g.incomplete_runs AS incomplete_run_count,
    CAST(1.0 * g.refused / nullif(g.row_count, 0) AS DECIMAL(9, 4)) AS refused_share,
    g.is_capped,
    g.missing AS missing_estimate_count,
    :last_day - g.newest_day AS silent_days
FROM gathered AS g
LEFT JOIN spoken AS s ON s.source = g.source
ORDER BY mention_count DESC, g.source
