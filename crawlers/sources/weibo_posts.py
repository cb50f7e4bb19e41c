"""Weibo posts: the author is an object, a bare id, or an object without an id."""

from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Gives the author an id: the bare string, or the second of registration with gender and place.

    Many accounts are registered in one second; without a second nothing identifies, and the author is unknown.
    """
    user = row.get("user")
    if isinstance(user, str):
        return {**row, "user": {"id": user}}
    if isinstance(user, dict) and not user.get("id") and user.get("time"):
        identity = ":".join(str(user.get(name) or "").strip() for name in ("time", "gender", "location"))
        return {**row, "user": {**user, "id": f"registered:{identity}"}}
    return row
