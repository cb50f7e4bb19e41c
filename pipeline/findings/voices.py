"""What people say of aspects and how they rate, as frames for crm: asked from the warehouse that is being built."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa


@dataclass(frozen=True)
class Voices:
    """Frames of reviews and opinions. Columns: warehouse.opinionframes."""

    reviews: "pd.DataFrame"
    """One row a rated review."""
    opinions: "pd.DataFrame"
    """One row a content, brand and aspect it judges."""
    talk: "pd.DataFrame"
    """One row a content in a person's own words and brand."""
    messages: "pd.DataFrame"
    """One row a step of a complaint whose thread is shown."""


def read_voices(connection: "sa.Connection") -> Voices:
    """All reviews and opinions of a warehouse."""
    from warehouse.opinionframes import message_frame, opinion_frame, review_frame, talk_frame

    return Voices(
        reviews=review_frame(connection).to_pandas(),
        opinions=opinion_frame(connection).to_pandas(),
        talk=talk_frame(connection).to_pandas(),
        messages=message_frame(connection).to_pandas(),
    )
