"""Car complaints: some exports lack the problem codes and repeat the id at the end."""

from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Puts the state back in its column where the codes are missing and everything moved left by one."""
    if str(row.get("status") or "").strip().isdigit():
        return {**row, "status": row.get("problem"), "problem": None}
    return row
