"""Findings about customers, from the user's own books and linked accounts."""
