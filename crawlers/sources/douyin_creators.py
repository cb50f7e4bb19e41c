"""Douyin creators: which mark an account carries says what it is."""

from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Names the kind of verification: the blue mark is an organisation's, the yellow one a person's."""
    if str(row.get("enterprise_verify") or "").strip():
        return {**row, "verified_type": "enterprise"}
    return {**row, "verified_type": "person" if str(row.get("custom_verify") or "").strip() else None}
