"""What is known of an author's mood before the words of a complaint are weighed: the rating, else the sentiment."""

PRAISE, COMPLAINT = "positive", "negative"
"""The moods that decide: in the first nobody complains."""
UNKNOWN = "unknown"
"""Nobody has asked; None stands for an answer that is not certain."""

CERTAIN = 0.8
"""From which calibrated probability on a verdict of sentiment is certain, and from which share of the best rating on a
rating praises: four stars of five."""


def tone_of(rating: float | None, rating_scale: float | None, said: str | None) -> str | None:
    """The mood of a text: praise where its rating praises, else its certain sentiment."""
    if rating is not None and rating_scale and rating >= CERTAIN * rating_scale:
        return PRAISE
    return said
