"""The inbox: files that people drop, taken once each, kept or refused in words that they understand.

A file is known by its bytes (sha256), whatever its name. What happens to it, each part safe to repeat:

    looked at twice, hashed, gathered like any export of its source, noted in the ledger, moved to done/
    or, when it is refused: noted, copied to quarantine/ with a notice, told of in its folder, removed from there
"""
