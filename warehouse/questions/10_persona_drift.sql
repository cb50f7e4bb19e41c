-- zh: 人群画像的构成在变吗?
-- en: Is the mix of personas drifting?
-- reads: v_persona
-- how_zh: 每行一个时期的一个画像:成员占比、与上一时期相比的变化,以及该画像对群体稳定性指数(PSI)的贡献;
--   一个时期各行之和低于 0.1 为稳定,0.1-0.25 为有变化,0.25 以上为明显变化(信用评分界的惯例)。只有一个时期时没有可比的上一期,后两列为空。
-- how_en: One row a persona of a period: its share of members, the change since the period before, and its part in the
--   population stability index; summed over a period, under 0.1 is stable, 0.1 to 0.25 a change, above 0.25 a marked one (the
--   custom of credit scoring). With one period there is none before it, and the last two columns are NULL.
-- coverage_zh: `stability` 低的画像边界不清,先看它再看占比;`未分群` 是资料太少的账号。
-- coverage_en: A persona of low `stability` has no clear border: look at that before its share; `未分群` are accounts with too
--   little to go by.
WITH shares AS (
    SELECT
        period_end,
        persona,
        sum(author_count) AS authors,
        1.0 * sum(share_numerator) / nullif(max(share_denominator), 0) AS share,
        max(stability) AS stability
    FROM v_persona
    GROUP BY period_end, persona
), compared AS (
    SELECT shares.*, lag(share) OVER (PARTITION BY persona ORDER BY period_end) AS before FROM shares
)
SELECT
    period_end,
    persona,
    authors AS author_count,
    CAST(share AS DECIMAL(9, 3)) AS member_share,
    CAST(stability AS DECIMAL(9, 2)) AS stability,
    CAST(100 * (share - before) AS DECIMAL(9, 1)) AS change_points,
    CAST((share - before) * ln(share / before) AS DECIMAL(9, 4)) AS psi_part
FROM compared
ORDER BY period_end, member_share DESC, persona
