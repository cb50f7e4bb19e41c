"""Special members of every dimension, so that a fact's key is never NULL."""

UNKNOWN = -1
"""It exists but nobody said which: a post without a date or an author."""
NOT_APPLICABLE = -2
"""It does not exist here: a mention of no tracked brand, a brand-level row's product."""
NOT_ARRIVED = -3
"""It exists and has not been seen yet: a parent outside the lake, a milestone still to come."""
ALL = -4
"""The total over the dimension: the row that may be read without a breakdown."""

SPECIAL = (UNKNOWN, NOT_APPLICABLE, NOT_ARRIVED, ALL)

NAMES = {UNKNOWN: "未知", NOT_APPLICABLE: "不适用", NOT_ARRIVED: "尚未到达", ALL: "全部"}
"""Display names, unless a dimension says it better (brand -2 is 未涉及品牌)."""
