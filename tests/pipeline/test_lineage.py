"""The ends of the lineage that sources and panels know."""

from pipeline.lineage import panel_uses, source_fields
from warehouse.dictionary.lineage import fields
from warehouse.metrics import DEFINITIONS
from warehouse.views import VIEWS


def test_every_mapped_field_becomes_a_field_of_a_record() -> None:
    found = source_fields()
    plain = [each.record_field for each in found if each.record_field.count(".") == 1]  # not a survey's own question
    assert set(plain) <= set(fields())
    told = {(each.source, each.field): each.record_field for each in found}
    assert told["jd_reviews", "点赞数"] == "Observation.like_count"
    assert told["weibo_posts", "user.id"] == "Author.author_id"
    assert told["jd_reviews", "评论内容"] == "Mention.text"


def test_every_panel_shows_what_exists() -> None:
    uses = {each.panel: each for each in panel_uses()}
    metrics, views = {metric.name for metric in DEFINITIONS}, {view.name for view in VIEWS}
    for use in uses.values():
        assert use.zh
        assert use.en
        assert set(use.metrics) <= metrics
        assert set(use.views) <= views
        assert use.views, use.panel
    assert {"mention_volume", "net_sentiment", "share_of_voice"} <= set(uses["tiles"].metrics)
    assert uses["voice"].views == ("v_insight_day",)
    assert "v_influencer" in uses["influencers"].views
