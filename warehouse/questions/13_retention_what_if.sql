-- zh: 若年留存率提高几个百分点,各层级客户的价值会增加多少?
-- en: What would a few points of yearly retention be worth, tier by tier?
-- reads: v_customer
-- asked: first_day=2026-03-01; last_day=2026-08-31; discount_rate=0.10; gain=0.05
-- how_zh: `retention_share` 是在用客户(class = actual)一年后仍在用的比例,由各月「上月在用、本月仍在用」之比的 12 次方得出;`yearly_profit`
--   是在用客户的年化利润。客户价值用封闭公式 m·r/(1+i-r)(利润按年等额、留存不变);`value_if` 是留存率提高 `gain` 后的价值,
--   `worth_amount` 是全部在用客户合计的增加额,即为此最多值得花的钱。
-- how_en: `retention_share`: customers in use (class = actual) who still are a year later, the 12th power of the monthly share;
--   `yearly_profit`: what one of them brings in a year. Values by the closed form m r / (1 + i - r) (level profit, steady
--   retention); `value_if`: with `gain` more of retention; `worth_amount`: the increase over all of the tier, the most that
--   winning it may cost.
-- coverage_zh: 需要订单和配置中的毛利率(`customers:`);没有毛利率则利润为空。某层级流失很少时留存率接近 1,公式对它很敏感。
-- coverage_en: Needs orders and the margin of `customers:`; without it profit is NULL. Where hardly anybody leaves, retention is
--   near 1 and the formula is very sensitive to it.
WITH moved AS (
    SELECT
        a.tier,
        count(*) AS before_count,
        count(*) FILTER (WHERE b.customer_class = 'actual') AS kept_count
    FROM v_customer AS a
    JOIN v_customer AS b
        ON b.customer_id = a.customer_id AND b.month = CAST(a.month + INTERVAL '1' MONTH AS DATE)
    WHERE a.customer_class = 'actual' AND a.month >= :first_day AND b.month <= :last_day
    GROUP BY a.tier
), earned AS (
    SELECT
        tier,
        count(*) FILTER (WHERE month = (SELECT max(month) FROM v_customer WHERE month <= :last_day)) AS customer_count,
        12.0 * avg(profit) AS yearly_profit
    FROM v_customer
    WHERE customer_class = 'actual' AND month BETWEEN :first_day AND :last_day
    GROUP BY tier
), told AS (
    SELECT
        m.tier,
        e.customer_count,
        CAST(e.yearly_profit AS DECIMAL(18, 2)) AS yearly_profit,
        CAST(power(1.0 * m.kept_count / m.before_count, 12) AS DECIMAL(9, 4)) AS retention_share,
        CAST(:discount_rate AS DECIMAL(9, 4)) AS discount_rate,
        CAST(:gain AS DECIMAL(9, 4)) AS gain
    FROM moved AS m
    JOIN earned AS e ON e.tier = m.tier
), valued AS (
    SELECT
        t.*,
        least(retention_share + gain, 1.0) AS retention_if,
        yearly_profit * retention_share / (1 + discount_rate - retention_share) AS value_now,
        yearly_profit * least(retention_share + gain, 1.0) / (1 + discount_rate - least(retention_share + gain, 1.0))
            AS value_if
    FROM told AS t
)
SELECT
    tier,
    customer_count,
    yearly_profit,
    retention_share,
    CAST(value_now AS DECIMAL(18, 2)) AS value_now,
    CAST(value_if AS DECIMAL(18, 2)) AS value_if,
    CAST(customer_count * (value_if - value_now) AS DECIMAL(18, 2)) AS worth_amount
FROM valued
ORDER BY worth_amount DESC, tier
