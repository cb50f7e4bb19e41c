"""Labels as published files write them, by the names that engines use."""

from collections.abc import Iterable

_POLARITIES = {
    "positive": ("pos", "正面", "积极", "正向", "正", "好评", "褒", "褒义"),
    "negative": ("neg", "负面", "消极", "负向", "负", "差评", "贬", "贬义"),
    "neutral": ("neu", "中性", "中立", "中评", "中"),
}
_EMOTIONS = {
    "happy": ("happiness", "joy", "高兴", "开心", "快乐", "喜悦"),
    "angry": ("anger", "愤怒", "生气"),
    "sad": ("sadness", "悲伤", "伤心", "难过"),
    "fear": ("scared", "恐惧", "害怕"),
    "surprise": ("surprised", "惊讶", "惊奇", "吃惊"),
    "neutral": ("none", "无情绪", "中性", "无"),
}
_TWO = {"1": "positive", "0": "negative"}
_THREE = {"1": "positive", "0": "neutral", "-1": "negative"}
_WHOLE = ".0"


def polarities(labels: Iterable[str]) -> dict[str, str]:
    """Each label of a file -> positive, negative or neutral; a label that is none of them stays as it is.

    1 and 0 are positive and negative, or with -1 in the file positive and neutral. Beside any other number (stars,
    0 to 2) they are left as they are: files do not agree on those.
    """
    found = {label: _plain(label) for label in labels}
    numbers = {plain for plain in found.values() if plain.lstrip("-").isdecimal()}
    coded = next((codes for codes in (_TWO, _THREE) if numbers <= codes.keys()), {})
    return {label: coded.get(plain) or _named(plain, _POLARITIES) or label for label, plain in found.items()}


def emotions(labels: Iterable[str]) -> dict[str, str]:
    """Each label of a file -> one of the six emotions; a label that is none of them stays as it is."""
    return {label: _named(_plain(label), _EMOTIONS) or label for label in labels}


def _plain(label: str) -> str:
    plain = label.strip().lower()
    return plain.removesuffix(_WHOLE).removeprefix("+")


def _named(plain: str, names: dict[str, tuple[str, ...]]) -> str | None:
    return next((name for name, others in names.items() if plain == name or plain in others), None)
