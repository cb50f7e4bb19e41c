"""Personas: groups of authors with alike interests and habits, named from evidence only."""
