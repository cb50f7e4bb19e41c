"""What every part of `brands.yml` has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the file: an unknown key in it is a mistake."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
