"""Copies of a home: taken while writers run, listed with their hashes, and restored into an empty place."""
