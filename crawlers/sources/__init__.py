"""One yml a source, and one Python file beside it where the source is more than a column mapping."""
