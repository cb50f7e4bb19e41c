"""Large CSV exports read column by column in bounded memory; row by row where a cell or a row is not plain.

The row reader in crawlers.tables stays the definition of what is right: whatever is not decided here is given to it,
a cell, a row or the whole file.
"""
