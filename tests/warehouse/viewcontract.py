"""Columns that each view promises to those who query it: other people's statements name them."""

CONTRACT = {
    "v_mention": "content_key mention_id day published_at platform source kind brand_id brand product author_id"
    " author_name author_tier follower_count region title text url sentiment positive_probability sentiment_score"
    " is_abstained evidence topic_id topic is_complaint complaint_type content_class duplicate_group is_duplicate"
    " is_water_army organic_weight is_inherited like_count comment_count share_count favorite_count view_count"
    " engagement_count observed_at",
    "v_voice": "content_key day published_at platform platform_name source kind brand_id brand region sentiment"
    " is_complaint is_water_army mention_count deduplicated_count organic_weight author_key",
    "v_sentiment": "mention_id day platform brand_id brand aspect aspect_name is_whole_text sentiment probability"
    " is_abstained emotion evidence engine model_version verdict_count",
    "v_sentiment_history": "mention_id brand_id aspect sentiment engine model_version known_from known_until"
    " is_by_person",
    "v_mention_measure": "mention_id day platform brand_id brand product author_id author_tier content_class"
    " mention_count deduplicated_count organic_count engagement_count reach_count likely_impression_count",
    "v_brand_day": "day brand_id brand complaint_count order_count nps_count csat_count",
    "v_insight_day": "day platform brand_id brand mention_count deduplicated_count organic_count positive_count"
    " neutral_count negative_count abstained_count complaint_count engagement_count",
    "v_insight_topic_day": "day platform brand_id brand topic_id topic mention_count deduplicated_count organic_count"
    " positive_count neutral_count negative_count abstained_count complaint_count engagement_count",
    "v_complaint": "complaint_id day platform brand_id brand product complaint_type severity channel status opened_at"
    " first_replied_at resolved_at reply_minutes resolution_minutes url content_key",
    "v_engagement": "mention_id day observed_at source platform brand_id age_hours is_latest is_mature is_at_72h"
    " like_total engagement_total like_delta comment_delta share_delta favorite_delta view_delta observation_count",
    "v_complaint_event": "complaint_id event_number day platform brand_id brand event actor occurred_at seen_at seen_in"
    " confidence event_count",
    "v_backlog": "day complaint_id platform brand_id brand complaint_type state age_days is_reply_overdue"
    " is_resolution_overdue open_day_count",
    "v_influencer": "brand_id brand period_start period_end author_id author_name platform tier follower_count"
    " mention_count reach_count engagement_count engagement_rate_numerator engagement_rate_denominator pagerank"
    " repost_count negative_count positive_count rank core_number betweenness h_index community_id"
    " likely_impression_count unique_reach_count bci emv_low emv_high emv_currency",
    "v_sentiment_mover": "brand_id brand period_start period_end topic_id topic platform author_id author_name"
    " positive_count neutral_count negative_count previous_positive_count previous_neutral_count"
    " previous_negative_count own_points caused_points points rank",
    "v_watch": "brand_id brand period_start period_end platform author_id author_name reason mention_count is_silent",
    "v_cascade": "day platform brand_id brand mention_id author_id author_name repost_count author_count direct_count"
    " depth breadth structural_virality median_lag_minutes half_life_minutes span_minutes",
    "v_propagation": "day published_at platform brand_id brand kind mention_id author_id author_name parent_mention_id"
    " root_mention_id lag_minutes propagation_count",
    "v_circle": "brand_id brand period_start period_end community_id member_count inner_pair_count mutual_pair_count"
    " inner_passing_count top_author_id top_author_name top_passing_count gini previous_member_count kept_count",
    "v_audience_sign": "period_start period_end platform author_id author_name sign value reference bound"
    " evidence_count is_suspicious",
    "v_persona": "period_start period_end persona_id persona evidence author_count share_numerator share_denominator"
    " mention_count positive_count negative_count neutral_count top_topic stability card",
    "v_persona_drift": "period_start period_end persona_id persona before_persona_id before_persona"
    " before_period_start before_period_end state common_count jaccard",
    "v_risk_register": "month risk risk_name customer_count known_count risk_sum high_count value_at_risk valued_count",
    "v_tier_migration": "month tier_from tier_to customer_count tier_from_count",
    "v_cohort": "cohort ending age_months customer_count at_risk_count ending_count survival survival_low"
    " survival_high",
    "v_persona_member": "period_start period_end platform author_id persona_id persona is_primary author_count",
    "v_alert": "brand_id brand opened_on peak_on closed_on state peak_negative_count baseline_negative_count topic"
    " kind began_at opened_at closed_at product complaint_type half_life_hours mention_id reasons swarm_alert_id",
    "v_service_period": "month brand_id brand product is_total milestone case_count median_minutes late_count",
    "v_root_cause": "brand_id brand product theme theme_name complaint_count lift q_value rank",
    "v_alert_spreader": "alert_id rank brand_id brand platform author_id author_name negative_count follower_count",
    "v_coverage": "source query run_id started_at ended_at outcome page_count row_count mention_count author_count"
    " refused_count skipped_count is_capped missing_estimate_count window_from window_to message",
    "v_correction": "mention_id day platform brand_id brand machine human is_random correction_count agreed_count",
    "v_aspect": "mention_id day platform brand_id brand product aspect aspect_name industry sentiment evidence"
    " opinion_count positive_count neutral_count negative_count",
    "v_mention_brief": "content_key day platform brand_id brand product topic_id topic sentiment is_abstained"
    " is_complaint complaint_type author_id is_inherited engagement_count",
    "v_term_day": "day brand_id brand term tone mention_count author_count",
    "v_event": "brand_id brand name begins_on ends_on kind",
    "v_customer": "month customer_id tier stage persona region is_identified recency_days frequency monetary clv crv"
    " civ ckv_index profit churn_probability customer_class value_cell r_score f_score m_score"
    " cev value_rank segment segment_name",
    "v_customer_action": "action_id day customer_id customer_tier complaint_id brand_id brand product kind kind_name"
    " action channel reason state is_permitted proposed_at taken_at action_count expected_gain cost_amount"
    " success_probability",
    "v_order_line": "day order_id line_number customer_id customer_tier brand_id brand product product_name channel"
    " region is_first_order currency order_count quantity gross_amount refund_amount cancelled_amount net_amount",
    "v_satisfaction": "month brand_id brand product aspect channel is_total measure measure_name numerator"
    " denominator value_low value_high evidence_count evidence_grade is_proxy",
    "v_improvement": "month brand_id brand product is_total aspect aspect_name impact_rank mention_count negative_count"
    " all_mention_count review_count mean_rating rating_gap gap_low gap_high impact is_sure part_worth_proxy"
    " kano_kind_proxy",
    "v_attribution": "month brand_id brand channel model credit_count conversion_count path_count",
    "v_loyalty_month": "month program opening_points earned_points redeemed_points expired_points adjusted_points"
    " closing_points member_count redeemer_count liability_amount",
    "v_association": "month brand_id brand basis antecedent consequent basket_count antecedent_count rule_count lift"
    " is_sure",
    "v_recommendation": "month brand_id brand customer_id item_rank product_name score basis",
    "v_scorecard": "month brand_id brand perspective indicator indicator_value floor_value target_value score weight"
    " weighted_score weight_known indicator_count weighting",
    "v_programme_month": "month brand_id brand programme kind spent_amount benefit_amount benefit_low benefit_high"
    " is_margin period_count roi npv npv_low npv_high payback_months invite_count inviter_count joined_count"
    " customer_count k_factor",
    "v_model_drift": "task engine version measure week_end observed bound recent_count baseline_count is_alert",
    "v_desk_hour": "month hour contact_count day_count handling_minutes load_erlang agent_count service_level"
    " average_wait_seconds occupancy",
    "v_desk_month": "month channel contact_count unanswered_count issue_count first_contact_count open_issue_count"
    " handled_count handling_minutes answered_count answer_minutes",
    "v_knowledge_month": "month kind contact_count use_count used_item_count item_count fresh_item_count"
    " decided_item_count reused_item_count reuse_low reuse_high median_days_to_use",
    "v_wechat_month": "month account article_count headline_count view_count wow_count like_count share_count"
    " headline_view_count most_view_count wci lacking",
    "v_recovery": "month outcome comparison customer_count reference_count mean reference_mean difference"
    " difference_low difference_high finding reason",
    "v_journey_month": "month brand_id brand stage stage_number customer_count before_count drop_count pass_low"
    " pass_high wait_days",
    "v_parity": "month audit audit_group reference case_count granted_count gap gap_low gap_high needs_review",
}
