"""Texts on which an exported model must say what the checkpoint says in torch, tried anew at every load."""

import numpy as np
from numpy.typing import NDArray

from records.errors import DamagedArtefact

PROBES = (
    "好",
    "质量很差，用了三天就坏了，客服也不理人，再也不会买。",
    "第二次回购了，味道清爽不甜腻，办公室的同事都说好喝。",
    "不是不好用，只是这个价钱可以买到更好的。",
    "明天上午十点在三号会议室开会，请带好上个月的报表。",
    "等了一个多小时才送到，饭都凉了，气死我了！！！",
    "今天路过新开的店，排队的人很多，等了二十分钟才拿到，打算周末再去一次。",
    "屏幕漂亮，续航也够一天，就是拍照有点糊，晚上尤其明显。" * 6,
    "吓得我一晚上没睡着[泪][泪]",
    "真没想到居然中奖了😂😂",
    "Great phone, bad battery",
    "這家酒店的早餐很豐富，房間卻又小又吵",
    "1234567",
    "，。！？",
)
"""Our own sentences: short and long, either tone and none, emoji, English, traditional, digits, marks alone."""

TOLERANCE = {"int8": 0.1, "fp32": 1e-3}
"""How far a class's probability on a probe may lie from torch's, by precision."""
LEAD = 0.05
"""Labels must agree wherever torch's likeliest class leads the next by this much."""


def probabilities(logits: NDArray[np.float32], *, is_multi_label: bool) -> NDArray[np.float32]:
    """(n, classes): softmax over the classes, or a sigmoid each where a text may have several labels."""
    if not len(logits):
        return logits
    raised: NDArray[np.float64] = logits.astype(np.float64)
    if is_multi_label:
        odds = np.exp(np.clip(raised, -60, 60))
        shares = odds / (1 + odds)
    else:
        odds = np.exp(raised - raised.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
    result: NDArray[np.float32] = shares.astype(np.float32)
    return result


def check_parity(
    name: str, ours: NDArray[np.float32], torch: NDArray[np.float32], *, precision: str, is_multi_label: bool
) -> None:
    """Compares logits (n, classes) on PROBES. Raises DamagedArtefact when labels differ or probabilities drift."""
    mine = probabilities(ours, is_multi_label=is_multi_label)
    theirs = probabilities(torch, is_multi_label=is_multi_label)
    drift = float(np.abs(mine - theirs).max())
    changed = int(np.sum(_labels_differ(mine, theirs, is_multi_label)))
    if changed or not drift <= TOLERANCE[precision]:
        remedy = f"; run it unrounded: {name}#precision=fp32" if precision == "int8" else ""
        raise DamagedArtefact(
            f"{name!r} as {precision} ONNX does not say what it says in torch: {changed} of {len(theirs)} labels "
            f"differ, a probability by {drift:.3f} (at most {TOLERANCE[precision]}){remedy}"
        )


def _labels_differ(mine: NDArray[np.float32], theirs: NDArray[np.float32], is_multi_label: bool) -> NDArray[np.bool_]:
    """(n,) whether a clear label became another."""
    if is_multi_label:
        is_clear = np.abs(theirs - 0.5) * 2 >= LEAD
        several: NDArray[np.bool_] = (((mine >= 0.5) != (theirs >= 0.5)) & is_clear).any(axis=1)
        return several
    top = np.sort(theirs, axis=1)
    one: NDArray[np.bool_] = (mine.argmax(axis=1) != theirs.argmax(axis=1)) & (top[:, -1] - top[:, -2] >= LEAD)
    return one
