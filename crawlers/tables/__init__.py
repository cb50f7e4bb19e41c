"""Export files: bytes -> rows -> mentions, by the column mapping of the source's yml."""
