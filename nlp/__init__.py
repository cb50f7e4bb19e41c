"""Texts in, annotations out. This room knows no SQL, no configuration and no files but its own weights."""
