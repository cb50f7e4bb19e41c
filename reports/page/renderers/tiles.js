/* Five tiles: value, change against the previous period, the last six weeks as a line. */
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
  const act = () => (tile.jump ? jump(tile.jump) : choose(tile.chosen));
  return h("button", { class: "tile", type: "button", "data-metric": tile.metric, onclick: act },
    h("span", { class: "label" }, pick([metric.zh, metric.en])),
    h("span", { class: "figure" }, show(metric, value),
      half ? h("small", { title: t("95% 抽样误差", "95% sampling margin") }, ` ±${(half * 100).toFixed(1)}`) : null),
    changeOf(metric, value, metricValue(tile.metric, ...before), now[0], before[0]),
    beside ? h("span", { class: "beside" }, `${pick([beside.zh, beside.en])} `,
      h("b", {}, show(beside, metricValue(tile.beside, ...now)))) : null,
    sparkline(tile.metric));
}
/* Colour only where up is plainly good or bad, and only for a change beyond the margin of sampling. */
function changeOf(metric, value, earlier, now, before) {
  const was = PAGE.words[en() ? 3 : 1];
  if (value == null || earlier == null || (metric.unit === "count" && !earlier))
    return h("span", { class: "change" }, t(`${was}无数据`, `no data for ${was}`));
  const difference = value - earlier;
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
  if (known.length < 3) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i) => (i / (values.length - 1)) * 100;
  const y = (value) => 22 - ((value - low) / (high - low || 1)) * 20;
  const path = values.map((value, i) => (value == null ? null : `${x(i).toFixed(1)},${y(value).toFixed(1)}`)).filter(Boolean);
  const line = svg("polyline", { points: path.join(" "), fill: "none", stroke: "#8b98a5", "stroke-width": 1.5, "vector-effect": "non-scaling-stroke" });
  return svg("svg", { viewBox: "0 0 100 24", preserveAspectRatio: "none", class: "spark", "aria-hidden": "true" }, line);
}
