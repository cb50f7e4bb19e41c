"""The short Chinese name of every table, for pictures and headings."""

TABLE_NAMES = dict(
    pair.split()
    for pair in """
    bridge_customer_author 客户与账号
    bridge_mention_topic 内容与话题
    content_text 内容文字
    dim_aspect 方面
    dim_author 作者
    dim_brand 品牌
    dim_campaign 活动与事件
    dim_complaint_type 投诉类型
    dim_content 内容
    dim_content_class 内容类别
    dim_customer 客户
    dim_date 日期
    dim_emotion 情绪
    dim_metric 指标
    dim_model 模型
    dim_persona 画像
    dim_platform 平台
    dim_product 产品
    dim_region 地区
    dim_topic 话题
    fact_alert 警报
    fact_alert_spreader 警报传播者
    fact_audience_sign 受众证据
    fact_association 关联规则
    fact_attribution 渠道归因
    fact_author_day 作者每日
    fact_brand_author_watch 关注账号
    fact_cascade 转发树
    fact_cohort_month 首购批次月龄
    fact_community_day 社群每日
    fact_community_period 转发圈子
    fact_complaint 投诉
    fact_complaint_backlog 未结投诉
    fact_complaint_event 投诉过程
    fact_consent 授权
    fact_contact 服务联系
    fact_cost 费用
    fact_coverage 采集覆盖
    fact_customer_action 客户行动
    fact_customer_month 客户每月
    fact_desk_hour 客服钟点
    fact_desk_month 客服渠道月
    fact_knowledge_month 客户知识月
    fact_wechat_month 公众号月
    fact_engagement 互动观测
    fact_improvement 改进次序
    fact_influencer 影响者
    fact_insight 洞察汇总
    fact_journey_month 旅程每月
    fact_loyalty_month 积分月账
    fact_loyalty_txn 积分流水
    fact_mention 提及
    fact_model_drift 模型漂移
    fact_order_line 订单行
    fact_parity 公平审计
    fact_persona_drift 画像变化
    fact_persona_membership 画像成员
    fact_programme_month 项目回报
    fact_propagation 传播
    fact_quality 质量检查
    fact_recommendation 商品推荐
    fact_recovery 补救效果
    fact_referral 推荐
    fact_review 评价
    fact_root_cause 投诉根因
    fact_run_step 运行步骤
    fact_satisfaction 满意度
    fact_scorecard 平衡计分卡
    fact_sentiment 情感判断
    fact_sentiment_mover 情感推动者
    fact_service_period 服务每月
    fact_survey_response 问卷回答
    fact_term_day 词频每日
    fact_touchpoint 触点
    load_file 已装载文件
    model_use 模型采用期
    """.strip().splitlines()
)
"""Table -> what it is called in Chinese."""
