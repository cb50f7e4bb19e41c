"""Weibo posts: the author is an object, a bare id, or an object without an id."""

from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Gives the author an id: the bare string, or the second of registration, which tells accounts apart as well."""
    user = row.get("user")
    if isinstance(user, str):
        return {**row, "user": {"id": user}}
    if isinstance(user, dict) and not user.get("id") and user.get("time"):
        return {**row, "user": {**user, "id": f"registered:{user['time']}"}}
    return row
