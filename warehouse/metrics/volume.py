"""How much is said, by how many, and by whom."""

from warehouse.metrics.definition import Definition
from warehouse.metrics.distinct import DistinctMetric
from warehouse.metrics.sums import Metric

_MEASURE = "v_mention_measure"
_FIRSTS = "品牌在每个近似重复组中的第一条；无文字的转发除外"
_FIRSTS_EN = "the brand's first of each group of near-duplicates; reposts without words left out"
_KNOWN_AUTHOR = "作者已知的提及"
_KNOWN_AUTHOR_EN = "mentions whose author is known"
_CLASSIFIED = "内容类别已知的提及"
_CLASSIFIED_EN = "mentions whose class of content is known"

FAMILY: tuple[Definition, ...] = (
    Metric(
        name="mention_volume", zh="声量", en="Mentions", meaning="volume", unit="count",
        formula="提及条数；一条内容多次提到同一品牌算一次；含转发",
        formula_en="texts mentioning the brand; several mentions in one text count once; reposts included",
        numerator={"mention_count": 1}, source="数说故事《声量》; KAWO", evidence="vendor", is_starter=True,
    ),
    Metric(
        name="deduplicated_volume", zh="去重声量", en="De-duplicated mentions", meaning="volume", unit="count",
        formula="品牌内每组近似重复内容只算一条；无文字的转发不计",
        formula_en="one per brand and group of near-duplicates; reposts without words not counted",
        numerator={"deduplicated_count": 1}, population=_FIRSTS, population_en=_FIRSTS_EN, source="本项目",
        evidence="own", is_default=False,
    ),
    Metric(
        name="organic_volume", zh="自然声量", en="Organic mentions", meaning="volume", unit="count",
        formula="按自然权重加总，疑似水军降权", formula_en="sum of organic weights; suspected water army counts less",
        numerator={"organic_count": 1}, population="全部提及，按自然权重；付费、抽奖与品牌自发计 0",
        population_en="all mentions by organic weight; paid, lottery and the brand's own at 0", source="本项目",
        evidence="own", is_default=False,
    ),
    Metric(
        name="original_share", zh="原创占比", en="Original share", meaning="original_share", unit="share",
        formula="去重声量 ÷ 声量", formula_en="de-duplicated mentions / mentions",
        numerator={"deduplicated_count": 1}, denominator={"mention_count": 1}, source="本项目", evidence="own",
    ),
    Metric(
        name="organic_share", zh="自然占比", en="Organic share", meaning="organic_share", unit="share",
        formula="自然声量 ÷ 声量", formula_en="organic mentions / mentions", up_is_good=True,
        numerator={"organic_count": 1}, denominator={"mention_count": 1},
        source="数说故事《自来水》", evidence="vendor",
    ),
    DistinctMetric(
        name="author_count", zh="发声人数", en="Authors", meaning="authors", unit="count", view=_MEASURE,
        formula="提及品牌的不同作者数；跨日、跨平台、跨品牌不可相加",
        formula_en="different authors mentioning the brand; does not add up over days, platforms or brands",
        counted="author_id", population=_KNOWN_AUTHOR, population_en=_KNOWN_AUTHOR_EN,
        source="YouScan help 3175591", evidence="vendor", is_starter=True,
    ),
    DistinctMetric(
        name="passion", zh="人均发声", en="Passion", meaning="passion", unit="ratio", view=_MEASURE,
        formula="作者已知的提及条数 ÷ 不同作者数", formula_en="mentions with a known author / different authors",
        counted="author_id", numerator={"authored_count": 1}, population=_KNOWN_AUTHOR,
        population_en=_KNOWN_AUTHOR_EN, source="YouScan help 3175591", evidence="vendor",
    ),
    *(
        Metric(
            name=f"{name}_share", zh=f"{zh}占比", en=f"{en} share", meaning=f"{name}_share", unit="share",
            view=_MEASURE, formula=f"{formula} ÷ 类别已知的提及条数",
            formula_en=f"{formula_en} / mentions whose class is known",
            numerator={f"{name}_count": 1}, denominator={"classified_count": 1}, population=_CLASSIFIED,
            population_en=_CLASSIFIED_EN, source="数说故事 cms ?p=1766", evidence="vendor",
        )
        for name, zh, en, formula, formula_en in (
            ("ugc", "普通用户（UGC）", "UGC", "普通用户发布的条数", "posts by ordinary users"),
            ("pgc", "专业内容（PGC）", "PGC", "专业账号发布的条数", "posts by professional accounts"),
            ("bgc", "品牌自发（BGC）", "BGC", "品牌账号发布的条数", "posts by the brand's accounts"),
            ("paid", "付费内容", "Paid", "付费合作的条数", "paid posts"),
        )
    ),
    Metric(
        name="water_army_share", zh="疑似水军占比", en="Suspected water-army share", meaning="water_army_share",
        unit="share", view=_MEASURE, formula="疑似水军的条数 ÷ 声量",
        formula_en="suspected water-army mentions / mentions",
        numerator={"water_army_count": 1}, denominator={"mention_count": 1}, up_is_good=False, source="本项目",
        evidence="own",
    ),
    Metric(
        name="repost_share", zh="转发占比", en="Repost share", meaning="repost_share", unit="share", view=_MEASURE,
        formula="本身是转发的条数 ÷ 声量", formula_en="mentions that are reposts / mentions",
        numerator={"reposting_count": 1}, denominator={"mention_count": 1}, source="本项目", evidence="own",
    ),
)  # fmt: skip
"""Volume raw, de-duplicated and organic; authors; classes of content."""
