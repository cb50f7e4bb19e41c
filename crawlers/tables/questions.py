"""Which question a survey asks, by the words of its header or title."""

import re
import unicodedata

SCALES = {"nps": 10.0, "ccsi": 10.0, "expected": 10.0, "perceived": 10.0, "kano_with": 5.0, "kano_without": 5.0}
"""Scales that follow from the question itself, by the first part of its name: NPS is asked from 0 to 10, questions of
the satisfaction index (`ccsi.quality.1`) and of expectation (`expected.<aspect>`) from 1 to 10, Kano's from 1 to 5."""

_WORDS = (
    (
        "nps",
        re.compile(r"nps|净推荐|推荐(?!人|码|理由|原因|商品)|recommend", re.IGNORECASE),
    ),
    ("ces", re.compile(r"^ces|ces$|费力|省力|轻松|容易|难易|effort|easy", re.IGNORECASE)),
    ("csat", re.compile(r"csat|满意(?!的(?:原因|地方|方面|是))|satisf|服务(?:评分|打分|评价)$", re.IGNORECASE)),
)
_BOUNDS = re.compile(
    r"\d+(?:\.\d+)?\s*(?:-|~|～|—|–|到|至|to)\s*(\d+)|满分\s*[:：]?\s*(\d+)|(\d+)\s*分制|/\s*(\d+)\s*\)?$",
    re.IGNORECASE,
)
_LIKELY = (5.0, 7.0, 10.0, 100.0)


def question_of(title: str) -> str | None:
    """nps, csat or ces where the words say so, else None."""
    plain = unicodedata.normalize("NFKC", title)
    return next((name for name, words in _WORDS if words.search(plain)), None)


def usual_scale(question: str) -> float | None:
    """The best score of a question whose name says how it is asked; None for any other."""
    return SCALES.get(question.partition(".")[0])


def scale_of(title: str) -> float | None:
    """The best score that a header states: `(1-5分)`, `满分10`, `/100`; None where it states none."""
    match = _BOUNDS.search(unicodedata.normalize("NFKC", title))
    found = next((float(each) for each in match.groups() if each), None) if match else None
    return found if found in (3.0, 4.0, *_LIKELY) else None


def likely_scale(best_seen: float) -> float | None:
    """The smallest usual scale (5, 7, 10, 100) that holds the best score seen."""
    return next((scale for scale in _LIKELY if best_seen <= scale), None)
