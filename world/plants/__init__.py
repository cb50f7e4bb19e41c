"""What happens in the world: one file a plant. `play` publishes items on the stage and notes the truth."""

from collections.abc import Callable

from world.plants import (
    app,
    army,
    articles,
    calm,
    commercial,
    complaints,
    crisis,
    customers,
    homonyms,
    influencer,
    launch,
    news,
    reviews,
    spread,
    tier,
)
from world.stage import Stage

PLANTS: dict[str, Callable[[Stage], None]] = {
    "calm": calm.play,
    "tier": tier.play,
    "launch": launch.play,
    "reviews": reviews.play,
    "app": app.play,
    "news": news.play,
    "complaints": complaints.play,
    "commercial": commercial.play,
    "homonyms": homonyms.play,
    "army": army.play,
    "influencer": influencer.play,
    "crisis": crisis.play,
    "spread": spread.play,
    "customers": customers.play,
    "articles": articles.play,
}
"""All plants in the order in which they play; later ones may look at what earlier ones published."""
