"""The part of `brands.yml` that says when an alert is raised; what it leaves out keeps the bounds of crm.crisis."""

from typing import TYPE_CHECKING

from pydantic import Field

from pipeline.settings.section import Section

if TYPE_CHECKING:
    from crm.crisis.posts import PostRule
    from crm.crisis.swarmrule import SwarmRule


class DaysSection(Section):
    """What is usual for a day, and when it is left (crm.crisis.baseline.AlertRule)."""

    open_deviations: float | None = Field(default=None, ge=0)
    close_deviations: float | None = Field(default=None, ge=0)
    min_negative_count: int | None = Field(default=None, ge=1)
    min_share_ratio: float | None = Field(default=None, ge=0)
    window_days: int | None = Field(default=None, ge=2)
    min_known_days: int | None = Field(default=None, ge=2)
    quiet_day_count: int | None = Field(default=None, ge=1)
    max_episode_days: int | None = Field(default=None, ge=1)


class SwarmSection(Section):
    """When many voices are a swarm (crm.crisis.swarmrule.SwarmRule)."""

    burst_scale: float | None = Field(default=None, gt=1)
    burst_gamma: float | None = Field(default=None, ge=0)
    min_negative_count: int | None = Field(default=None, ge=1)
    min_voice_count: int | None = Field(default=None, ge=1)
    max_voice_share: float | None = Field(default=None, gt=0, le=1)
    min_reach_count: int | None = Field(default=None, ge=0)
    quiet_hours: int | None = Field(default=None, ge=1)


class PostSection(Section):
    """When a single post is an alert (crm.crisis.posts.PostRule)."""

    min_follower_count: int | None = Field(default=None, ge=0)
    min_severity_points: float | None = Field(default=None, ge=0)
    red_lines: list[str] | None = None
    """Words that alarm in a negative post; they replace the list that comes with the program."""
    harmless: list[str] | None = None
    """Longer words that hold one of them in another sense; they replace those that come with the program."""
    flagged: list[str] = []
    """Posts that a person wants told as alerts: platform:native id, as `mention_id` shows."""


class AlertSection(Section):
    """When alerts are raised."""

    days: DaysSection = DaysSection()
    swarm: SwarmSection = SwarmSection()
    post: PostSection = PostSection()

    def swarm_rule(self) -> "SwarmRule":
        """The bounds of swarms. Raises ConfigError for bounds that contradict one another."""
        from crm.crisis.baseline import AlertRule
        from crm.crisis.swarmrule import SwarmRule

        days = AlertRule(**self.days.model_dump(exclude_none=True))
        return SwarmRule(days=days, **self.swarm.model_dump(exclude_none=True))

    def post_rule(self) -> "PostRule":
        """The bounds of single posts."""
        from crm.crisis.posts import PostRule

        given = self.post.model_dump(exclude_none=True, include={"min_follower_count", "min_severity_points"})
        return PostRule(**given)

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The red lines, and what is harmless though it holds one; blank words are left out."""
        from crm.crisis.posts import HARMLESS, RED_LINES

        given = (self.post.red_lines, RED_LINES), (self.post.harmless, HARMLESS)
        red_lines, harmless = (tuple(w for w in (own if own is not None else ours) if w.strip()) for own, ours in given)
        return red_lines, harmless
