"""Cell values as exports write them -> values of the records; each refuses what it cannot read."""
