"""Which accounts are one customer: off until a legal basis is recorded, cautious, and reversible."""
