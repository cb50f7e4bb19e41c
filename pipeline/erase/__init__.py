"""A person's data taken out of a home, for good: raw zone, lake, vault, warehouse, reports and the rest."""
