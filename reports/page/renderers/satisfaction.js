/* Satisfaction and loyalty: one card a measure, with interval, n and the change since the figure before. */
RENDERERS.satisfaction = (body, panel) => {
  const groups = groupBy(rows("satisfaction"), "measure");
  const told = Object.entries(panel.options.shown).filter(([name]) => groups.has(name));
  if (!told.length) return false;
  fill(body, h("ul", { class: "cards" }, told.map(([name, unit]) => measureCard(unit, ...groups.get(name)))));
  return undefined;
};
const WRITTEN = {
  score: (value) => (value < 0 ? MINUS : "") + Math.abs(value * 100).toFixed(1),
  share: (value) => percent(value),
  mean: (value) => value.toFixed(2),
};
function measureCard(unit, now, before) {
  const written = (value) => (value == null ? "—" : WRITTEN[unit](value));
  const value = (row) => row.numerator / row.denominator;
  const between = now.value_low == null ? null : h("small", {}, ` [${written(now.value_low)}, ${written(now.value_high)}]`);
  return h("li", {}, h("h3", {}, t(now.measure_name, now.measure_name_en), now.is_proxy ? h("span", { class: "tag doubt" }, t("代理", "Proxy")) : null),
    h("p", { class: "figure" }, written(value(now)), between),
    h("p", { class: "note" }, `${now.month.slice(0, 7)} · n=${count(now.evidence_count)}`),
    before ? h("p", { class: "note" }, changeSince(unit, now, before, value)) : h("p", { class: "note" }, t("没有更早的数据", "Nothing earlier")));
}
/* Intervals that overlap may be chance, and are said to be. */
function changeSince(unit, now, before, value) {
  const change = value(now) - value(before);
  const scale = unit === "mean" ? 1 : 100;
  const text = sign(Math.abs(change * scale).toFixed(unit === "mean" ? 2 : 1), change) + (unit === "share" ? t(" 个百分点", " points") : "");
  const isKnown = now.value_low != null && before.value_low != null;
  const overlaps = isKnown && now.value_low <= before.value_high && before.value_low <= now.value_high;
  return t(`较 ${before.month.slice(0, 7)} ${text}${overlaps ? "（区间重叠，可能是偶然）" : ""}`, `${text} since ${before.month.slice(0, 7)}${overlaps ? " (intervals overlap: may be chance)" : ""}`);
}
