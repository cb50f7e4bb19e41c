"""Words the dictionary lacks, found in texts, for a person to accept into the user dictionary."""

from nlp.newwords.candidate import Candidate
from nlp.newwords.discover import discover
from nlp.newwords.review import COLUMNS, accepted, merged, review_rows

__all__ = ["COLUMNS", "Candidate", "accepted", "discover", "merged", "review_rows"]
