"""Histories in, customers out: influence, personas, crisis alerts and author profiles.

Pure functions on pandas frames: no SQL, no files, no clock, no randomness that is not seeded. Every function sorts its
input first, so the order of rows never changes a result. Methods without a published definition say that they are ours.
"""
