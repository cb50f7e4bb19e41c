-- zh: 每批新客有多少回头,到现在值多少钱?
-- en: How many of each month's new customers came back, and what are they worth so far?
-- reads: fact_order_line
-- asked: brand=青禾茶; currency=CNY; last_day=2026-08-30
-- how_zh: 每行是某月首次下单的一批客户。`repeat_share` 是下过第二单的占比;`value_month_0` 起是人均累计净额(已扣退款与取消)。
--   同一列从上往下看,各批客户在相同客龄下可比;尚未经历的月份为空,不是 0。
-- how_en: One row the customers whose first order fell in a month. `repeat_share` ordered again; from `value_month_0` on, net
--   money per customer so far (refunds and cancellations off). Read a column downwards to compare cohorts at equal age; months
--   still to come are NULL, not 0.
-- coverage_zh: 需要订单(`scrm gather orders`);库里最早的月份混有老客,首单不可信,应弃去;没有客户标识的订单不计。
-- coverage_en: Needs orders (`scrm gather orders`). The earliest month holds old customers whose first order is not known: leave
--   it out. Orders without a customer do not count.
WITH bought AS (
    SELECT
        o.customer_id,
        CAST(extract(year FROM d.day) * 12 + extract(month FROM d.day) AS INTEGER) AS month,
        o.order_count,
        o.net_amount,
        CAST(extract(year FROM :last_day) * 12 + extract(month FROM :last_day) AS INTEGER) AS last_month
    FROM fact_order_line AS o
    JOIN dim_brand AS b ON b.brand_key = o.brand_key
    JOIN dim_date AS d ON d.date_key = o.date_key
    WHERE b.name = :brand AND o.currency = :currency AND d.day <= :last_day AND o.customer_id IS NOT NULL
), customers AS (
    SELECT customer_id, min(month) AS first_month, sum(order_count) AS orders
    FROM bought
    GROUP BY customer_id
    HAVING sum(order_count) > 0
), cohorts AS (
    SELECT
        c.first_month,
        max(b.last_month) - c.first_month AS age,
        count(DISTINCT c.customer_id) AS customers,
        count(DISTINCT CASE WHEN c.orders > 1 THEN c.customer_id END) AS returned,
        sum(b.order_count) AS orders,
        sum(CASE WHEN b.month - c.first_month <= 0 THEN b.net_amount ELSE 0 END) AS value_0,
        sum(CASE WHEN b.month - c.first_month <= 1 THEN b.net_amount ELSE 0 END) AS value_1,
        sum(CASE WHEN b.month - c.first_month <= 2 THEN b.net_amount ELSE 0 END) AS value_2,
        sum(CASE WHEN b.month - c.first_month <= 5 THEN b.net_amount ELSE 0 END) AS value_5,
        sum(b.net_amount) AS value
    FROM customers AS c
    JOIN bought AS b ON b.customer_id = c.customer_id
    GROUP BY c.first_month
)
SELECT
    CAST((first_month - 1 - mod(first_month - 1, 12)) / 12 * 100 + mod(first_month - 1, 12) + 1 AS INTEGER) AS cohort_yyyymm,
    customers AS customer_count,
    orders AS order_count,
    CAST(1.0 * returned / customers AS DECIMAL(9, 3)) AS repeat_share,
    CAST(value_0 / customers AS DECIMAL(18, 2)) AS value_month_0,
    CASE WHEN age >= 1 THEN CAST(value_1 / customers AS DECIMAL(18, 2)) END AS value_month_1,
    CASE WHEN age >= 2 THEN CAST(value_2 / customers AS DECIMAL(18, 2)) END AS value_month_2,
    CASE WHEN age >= 5 THEN CAST(value_5 / customers AS DECIMAL(18, 2)) END AS value_month_5,
    CAST(value / customers AS DECIMAL(18, 2)) AS value_so_far
FROM cohorts
ORDER BY cohort_yyyymm
