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


def read_voices(connection: "sa.Connection") -> Voices:
    """All reviews and opinions of a warehouse."""
    from warehouse.opinionframes import opinion_frame, review_frame

    return Voices(reviews=review_frame(connection).to_pandas(), opinions=opinion_frame(connection).to_pandas())
