/* Five tiles: value (or why there is none), change against the previous period, the last six weeks as a line. */
RENDERERS.tiles = (body, panel) => {
  const own = groupBy(filtered("brand_totals"), "when");
  const all = groupBy(filtered("tracked_totals"), "when");
  const at = (when) => [sums(own.get(when) ?? []), sums(all.get(when) ?? [])];
  body.replaceChildren(...panel.options.tiles.map((tile) => tileOf(tile, at("now"), at("before"))));
};
function tileOf(tile, now, before) {
  const metric = PAGE.metrics[tile.metric];
  const value = metricValue(tile.metric, ...now);
  const beside = tile.beside && PAGE.metrics[tile.beside];
  const half = metric.unit === "balance" ? margin(metric, now[0]) : null;
  const isFirm = value == null || metric.unit === "count" || isEnough(baseOf(metric, ...now));
  const act = () => (tile.jump ? jump(tile.jump) : choose(tile.chosen));
  return h("button", { class: "tile", type: "button", "data-metric": tile.metric, onclick: act },
    h("span", { class: "label" }, pick([metric.zh, metric.en])),
    h("span", { class: `figure ${isFirm ? "" : "faint"}` }, show(metric, value),
      half && isFirm ? h("small", { title: t("95% 抽样误差", "95% sampling margin") }, ` ±${(half * 100).toFixed(1)}`) : null),
    value == null ? h("span", { class: "change" }, whyNone(metric, now[0])) : changeOf(metric, value, metricValue(tile.metric, ...before), now, before),
    beside && metricValue(tile.beside, ...now) != null ? h("span", { class: "beside" }, `${pick([beside.zh, beside.en])} `,
      h("b", {}, show(beside, metricValue(tile.beside, ...now)))) : null,
    isFirm ? sparkline(tile.metric) : null);
}
/* An unknown figure says why. */
function whyNone(metric, own) {
  if (metric.unit === "balance") return own.abstained_count
    ? t(`${count(own.abstained_count)} 条均未能判定情感`, `none of ${count(own.abstained_count)} could be judged`) : t("没有可判定情感的提及", "no mention was judged");
  if (metric.numerator.engagement_count) return t("来源不提供互动数", "the sources give no figures");
  return t("无数据", "no data");
}
/* Why there is no change to show: said once, on the volume; elsewhere only how few a figure stands on. */
function noChange(metric, value, earlier, now, before) {
  const was = PAGE.words[en() ? 3 : 1];
  const base = baseOf(metric, ...now);
  if (metric.name === "mention_volume")
    return PAGE.first_words ? pick(PAGE.first_words) : earlier ? `${was} ${count(earlier)}` : t(`${was}无数据`, `no data for ${was}`);
  if (metric.unit !== "count" && !isEnough(base)) return t(`仅 ${count(base)} 条，仅供参考`, `only ${count(base)}: a hint at best`);
  return metric.unit === "count" && earlier ? `${was} ${show(metric, earlier)}` : "";
}
/* Colour only where up is plainly good or bad, and only for a change beyond the margin of sampling. */
function changeOf(metric, value, earlier, [now, trackedNow], [before, trackedBefore]) {
  const was = PAGE.words[en() ? 3 : 1];
  const bases = [baseOf(metric, before, trackedBefore), ...(metric.unit === "count" ? [] : [baseOf(metric, now, trackedNow)])];
  const isNew = PAGE.first_words || !before.mention_count;
  if (earlier == null || (metric.unit === "count" && !earlier) || !bases.every(isEnough) || isNew)
    return h("span", { class: "change" }, noChange(metric, value, earlier, [now, trackedNow], [before, trackedBefore]));
  const difference = value - earlier;
  if (Math.abs(metric.unit === "count" ? difference / earlier : difference) < (metric.unit === "count" ? 0.005 : 0.0005))
    return h("span", { class: "change" }, t(`与${was}持平`, `as ${was}`));
  const margins = [margin(metric, now), margin(metric, before)];
  const noise = margins.every((one) => one != null) ? Math.hypot(...margins) : 0;
  const text = metric.unit === "count" ? sign(count(Math.abs(value / earlier - 1) * 100) + "%", difference)
    : points(difference) + t(" 个百分点", " pts");
  const isNoise = noise && Math.abs(difference) <= noise;
  const tone = metric.up_is_good == null || isNoise || !difference ? "" : metric.up_is_good === difference > 0 ? "good" : "bad";
  const arrow = !difference ? "" : difference > 0 ? "▲ " : "▼ ";
  return h("span", { class: `change ${tone}` }, arrow + text, h("i", { class: isNoise ? "" : "versus" }, isNoise ? t(" 误差内", " within margin") : t(` 较${was}`, ` vs ${was}`)));
}
function sparkline(name) {
  const metric = PAGE.metrics[name];
  if (metric.is_share_of_tracked) return null;
  const byDay = groupBy(filtered("daily_series"), "day");
  const { start, end } = PAGE.panels.find((panel) => panel.name === "curve")?.options ?? {};
  const values = start ? daysBetween(start, end).map((day) => metricValue(name, sums(byDay.get(day) ?? []))) : [];
  const known = values.filter((value) => value != null);
  if (known.length < 5) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i) => (i / (values.length - 1)) * 100;
  const y = (value) => 22 - ((value - low) / (high - low || 1)) * 20;
  const path = values.map((value, i) => (value == null ? null : `${x(i).toFixed(1)},${y(value).toFixed(1)}`)).filter(Boolean);
  const line = svg("polyline", { points: path.join(" "), fill: "none", stroke: "#8b98a5", "stroke-width": 1.5, "vector-effect": "non-scaling-stroke" });
  return svg("svg", { viewBox: "0 0 100 24", preserveAspectRatio: "none", class: "spark", "aria-hidden": "true" }, line);
}
