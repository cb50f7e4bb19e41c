"""What the tasks say of the generated mentions of `benchmarks._starlake`: one query a task over its table `mention`."""

TASKS = {
    "link": ("rules", "l1"),
    "duplicate": ("minhash", "d1"),
    "language": ("rules", "g1"),
    "content_class": ("rules", "k1"),
    "intent": ("linear", "n1"),
    "sentiment": ("linear", "s1"),
    "target_sentiment": ("directed", "x1"),
    "emotion": ("linear", "e1"),
    "aspect": ("aspects", "a1"),
    "topic": ("lda", "t1"),
    "complaint": ("rules", "c1"),
    "complaint_reason": ("rules", "c1"),
    "integrity": ("rules", "i1"),
}
"""Task -> engine and version."""

_VOICED = "text <> '' AND role <> 'answer'"
_SPANS = "[{start: CAST(chance(i, 30) % 9 AS INTEGER), 'end': CAST(9 + chance(i, 31) % 9 AS INTEGER)}]"
_NONE = 'CAST([] AS STRUCT(start INTEGER, "end" INTEGER)[])'
_TONES = "['negative', 'neutral', 'positive', 'positive', 'neutral', 'negative', 'neutral']"


def _rows(
    source: str,
    *,
    label: str,
    target: str = "NULL",
    aspect: str = "NULL",
    value: str = "NULL",
    probability: str = "NULL",
    is_abstained: str = "false",
    spans: str = _NONE,
) -> str:
    return (
        f"SELECT strftime(day, '%Y-%m-%d') AS dt, mention_id, {label} AS label, {target} AS target, {aspect} AS aspect,"
        f" CAST({value} AS DOUBLE) AS value, CAST({probability} AS DOUBLE) AS probability,"
        f" {is_abstained} AS is_abstained, {spans} AS spans FROM {source}"
    )


def _tone(salt: int) -> dict[str, str]:
    return {
        "label": f"{_TONES}[1 + chance(i, {salt}) % 7]",
        "value": f"[-0.6, 0, 0.7, 0.5, 0, -0.5, 0][1 + chance(i, {salt}) % 7]",
        "probability": f"0.7 + (chance(i, {salt + 100}) % 300) / 1000.0",
        "is_abstained": f"chance(i, {salt + 200}) % 20 = 0",
        "spans": _SPANS,
    }


_BRANDED = """(
    SELECT m.*, named, 'brand' || (m.brand + named * 3) % 10 AS brand_id FROM mention m, range(2) which(named)
    WHERE text <> '' AND (named = 0 OR luck % 10 = 0) AND NOT (role = 'reply' AND chance(i, 32) % 2 = 0) AND luck <> 999
)"""
_PRODUCTS = f"""(
    SELECT * REPLACE (brand_id || '/p' || chance(i, 33) % 4 AS brand_id) FROM {_BRANDED}
    WHERE named = 0 AND chance(i, 34) % 10 < 3
)"""
_TOPICS = """(
    SELECT m.*, place, 1 + chance(i, 35) % 3 AS topic_count,
        't' || brand || '_' || (chance(i, 36) % 6 + place) AS topic_id
    FROM mention m, range(3) which(place)
    WHERE mention_id IN (SELECT mention_id FROM linked) AND place < 1 + chance(i, 35) % 3 AND chance(i, 37) % 10 < 9
)"""
_ASPECTS = f"""(
    SELECT m.*, place,
        ['taste', 'price', 'service', 'delivery', 'package', 'place'][1 + (chance(i, 38) + place) % 6] AS code
    FROM mention m, range(2) which(place) WHERE {_VOICED} AND chance(i, 39) % 10 < 3 AND place < 1 + chance(i, 40) % 2
)"""
_COMPLAINTS = "(SELECT * FROM mention WHERE role = 'complaint' OR (role = 'post' AND luck < 30))"
_REASONS = f"""(
    SELECT m.*, question, code FROM {_COMPLAINTS} m, (VALUES ('severity', 'waited', 0), ('severity', 'unanswered', 1),
        ('demand', 'refund', 2), ('cause', 'late', 3)) asked(question, code, number)
    WHERE chance(i, 41 + number) % 4 < 3
)"""
_ARMY = "(SELECT * FROM mention WHERE copied IS NOT NULL AND chance(copied, 42) % 8 = 0)"

ANNOTATIONS = {
    "link": _rows(_BRANDED, label="'alias'", target="brand_id", value="1 - named * 0.5", spans=_SPANS)
    + " UNION ALL "
    + _rows(_PRODUCTS, label="'alias'", target="brand_id", value="1", spans=_SPANS),
    "duplicate": _rows(
        "(SELECT m.*, min(mention_id) OVER same AS first_id, count(*) OVER same AS size FROM mention m"
        " WHERE text <> '' WINDOW same AS (PARTITION BY coalesce(copied, -i)))",
        label="CASE WHEN size = 1 THEN 'unique' WHEN chance(copied, 43) % 2 = 0 THEN 'exact' ELSE 'near' END",
        target="first_id",
        value="size",
    ),
    "language": _rows("mention", label="CASE WHEN text = '' THEN 'other' ELSE 'zh' END"),
    "content_class": _rows(
        "mention",
        label="CASE WHEN role = 'answer' THEN 'BGC' WHEN luck < 20 THEN 'paid' WHEN luck < 40 THEN 'lottery'"
        " WHEN luck < 80 THEN 'news' WHEN luck < 120 THEN 'PGC' ELSE 'UGC' END",
    ),
    "intent": _rows(
        f"(SELECT * FROM mention WHERE {_VOICED} AND chance(i, 44) % 5 = 0)",
        label="['ask', 'buy', 'complain', 'recommend', 'leave'][1 + chance(i, 45) % 5]",
        aspect="['ask', 'buy', 'complain', 'recommend', 'leave'][1 + chance(i, 45) % 5]",
    ),
    "sentiment": _rows(f"(SELECT * FROM mention WHERE {_VOICED})", **_tone(50)),
    "target_sentiment": _rows(
        f"(SELECT * FROM {_BRANDED} WHERE luck % 10 = 0 AND {_VOICED})", target="brand_id", **_tone(51)
    ),
    "emotion": _rows(
        f"(SELECT * FROM mention WHERE {_VOICED})",
        label="['happy', 'angry', 'sad', 'fear', 'surprise', 'neutral'][1 + chance(i, 52) % 6]",
        probability="0.6 + (chance(i, 53) % 400) / 1000.0",
        is_abstained="chance(i, 54) % 20 = 0",
    ),
    "aspect": _rows(_ASPECTS, target="'brand' || brand", aspect="'ecommerce.' || code", **_tone(55)),
    "topic": _rows(
        _TOPICS,
        label="'话题' || topic_id",
        target="topic_id",
        value="(topic_count - place) * 2.0 / (topic_count * (topic_count + 1))",
    ),
    "complaint": _rows(
        _COMPLAINTS,
        label="['quality', 'delivery', 'service', 'price', 'refund'][1 + chance(i, 56) % 5]",
        aspect="['late_parcel', 'rude_staff', 'no_refund'][1 + chance(i, 57) % 3]",
        value="(chance(i, 58) % 100) / 100.0",
        spans=_SPANS,
    ),
    "complaint_reason": _rows(
        _REASONS, label="code", target="question", aspect="code", value="CASE question WHEN 'severity' THEN 20 END"
    ),
    "integrity": _rows(_ARMY, label="'water_army'", target="'army' || copied", aspect="'water_army'", value="0.1"),
}
"""Task -> its verdicts with their day `dt`; `topic` reads the table `linked`, which holds those of `link`."""
