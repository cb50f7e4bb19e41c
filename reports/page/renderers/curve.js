/* Net sentiment above, volume with its negative part below, events and alerts in a lane of their own on top. */
RENDERERS.curve = (body, panel) => {
  const days = daysBetween(panel.options.start, panel.options.end);
  const byDay = groupBy(filtered("daily_series"), "day");
  if (!byDay.size) return false;
  const each = days.map((day) => sums(byDay.get(day) ?? []));
  const series = {
    days,
    volume: each.map((own) => own.mention_count ?? 0),
    negative: each.map((own) => own.negative_count ?? 0),
    net: each.map((own) => metricValue("net_sentiment", own)),
  };
  const marks = [...rows("events")].map((event, i) => ({ ...event, number: i + 1 }));
  const holder = h("div", { class: "chart", role: "img", "aria-label": t(
    `${days.length} 天的净情感与声量曲线；下方“逐日数据”有同样的数字`, `Net sentiment and volume over ${days.length} days; the daily table below has the same figures`) });
  fill(body, holder, legend(marks), dayTable(series));
  drawCurve(holder, series, marks);
};
function daysBetween(start, end) {
  const days = [];
  for (let day = new Date(`${start}T00:00:00Z`); day <= new Date(`${end}T00:00:00Z`); day.setUTCDate(day.getUTCDate() + 1))
    days.push(day.toISOString().slice(0, 10));
  return days;
}
function legend(marks) {
  const episodes = rows("alerts").map((row) => h("li", { class: "episode" }, h("span", { class: "swatch alert" }),
    h("span", {}, t(`预警${row.topic ? `「${row.topic}」` : ""} ${row.opened_on === row.peak_on ? "" : `${monthDay(row.opened_on)} 起，`}${monthDay(row.peak_on)} 达峰（负面 ${count(row.peak_negative_count)}，平日 ${count(row.baseline_negative_count)}），${row.closed_on ? `${monthDay(row.closed_on)} 平息` : "尚未平息"}`,
      `Alert${row.topic ? ` “${row.topic}”` : ""} from ${monthDay(row.opened_on)}, peak ${monthDay(row.peak_on)} (${count(row.peak_negative_count)} negative, usually ${count(row.baseline_negative_count)}), ${row.closed_on ? `over ${monthDay(row.closed_on)}` : "not over"}`))));
  const events = marks.map((event) => h("li", {}, h("span", { class: "pin" }, String(event.number)),
    h("span", {}, `${monthDay(event.begins_on)}${event.ends_on !== event.begins_on ? `–${monthDay(event.ends_on)}` : ""} ${event.name}`)));
  return h("ul", { class: "marks" }, episodes, events,
    h("li", {}, h("span", { class: "swatch line" }), t("净情感", "Net sentiment")),
    h("li", {}, h("span", { class: "swatch volume" }), t("声量", "Volume")),
    h("li", {}, h("span", { class: "swatch negative" }), t("其中负面", "Negative part")));
}
function dayTable({ days, volume, negative, net }) {
  const lines = days.map((day, i) => h("tr", { class: day >= PAGE.now.start && day <= PAGE.now.end ? "inside" : "" },
    h("th", { scope: "row" }, toPosts({ day }, day)), h("td", {}, percent(net[i])), h("td", {}, count(volume[i])), h("td", {}, count(negative[i]))));
  return h("details", { class: "days" }, h("summary", {}, t("逐日数据", "Daily figures")),
    h("div", { class: "scroll", tabindex: 0 }, h("table", {}, h("thead", {}, h("tr", {}, [t("日期", "Day"), t("净情感", "Net sentiment"), t("声量", "Volume"), t("负面", "Negative")]
      .map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, lines.reverse()))));
}
let chart = null;
function drawCurve(holder, series, marks) {
  chart?.dispose();
  chart = echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption(curveOption(series, marks, holder.clientWidth));
  chart.getZr().on("click", (event) => {
    const index = Math.round(chart.convertFromPixel({ xAxisIndex: 1 }, event.offsetX));
    if (series.days[index]) choose({ day: series.days[index] });
  });
  chart.getZr().on("mousemove", () => chart.getZr().setCursorStyle("pointer"));
}
addEventListener("beforeprint", () => { if (chart && !chart.isDisposed()) chart.resize({ width: Math.min(640, chart.getWidth()), height: 330 }); });
addEventListener("afterprint", () => { if (chart && !chart.isDisposed()) chart.resize({ width: "auto", height: "auto" }); });

/* Pins of close events stand beside each other instead of on each other. */
function pins(marks, days, dayWidth) {
  let free = -Infinity;
  return marks.map((event) => {
    const day = event.begins_on < days[0] ? days[0] : event.begins_on;
    const at = days.indexOf(day) * dayWidth;
    const place = Math.max(at, free);
    free = place + 19;
    return { value: [day, 1.45], number: event.number, symbolOffset: [place - at, 0] };
  });
}
function curveOption(series, marks, width) {
  const isNarrow = width < 520;
  const { days } = series;
  const family = getComputedStyle(document.body).fontFamily;
  const grids = { left: isNarrow ? 50 : 56, right: 14, outerBoundsMode: "none" };
  const dayWidth = (width - grids.left - grids.right) / days.length;
  const shade = { silent: true, itemStyle: { color: COLOURS.shade }, data: [[{ xAxis: PAGE.now.start }, { xAxis: PAGE.now.end }]] };
  const axis = (gridIndex, visible) => ({ type: "category", data: days, gridIndex, boundaryGap: true, axisTick: { show: false, interval: 0 },
    axisLine: { show: visible, lineStyle: { color: "#9aa5b0" } }, axisPointer: { label: { show: false } },
    axisLabel: { show: visible, color: COLOURS.muted, formatter: monthDay, hideOverlap: true, fontSize: 12 } });
  const axisLabel = (formatter) => ({ color: COLOURS.muted, fontSize: 12, formatter });
  const split = { lineStyle: { color: COLOURS.line } };
  const laneHeight = marks.length || rows("alerts").length ? 34 : 0;
  const lane = { type: "value", gridIndex: 0, min: 0, max: 2, show: false };
  return {
    animation: false, textStyle: { fontFamily: family },
    grid: [{ ...grids, top: 4, height: laneHeight }, { ...grids, top: laneHeight + 12, height: laneHeight ? "40%" : "46%" }, { ...grids, top: "57%", bottom: 24 }],
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: "#8b98a5" } },
    tooltip: { trigger: "axis", confine: true, borderColor: COLOURS.line, padding: [8, 12], textStyle: { color: COLOURS.ink, fontSize: 12, fontFamily: family },
      formatter: (items) => tooltipOf(series, items[0].dataIndex, marks) },
    xAxis: [axis(0, false), axis(1, false), axis(2, true)],
    yAxis: [lane,
      { type: "value", gridIndex: 1, min: -1, max: 1, interval: 0.5, axisLabel: axisLabel((value) => percent(value, 0)), splitLine: split },
      { type: "value", gridIndex: 2, splitNumber: 3, minInterval: 1, axisLabel: axisLabel((value) => short(value)), splitLine: split }],
    series: [
      { name: "events", type: "scatter", xAxisIndex: 0, yAxisIndex: 0, silent: true, symbolSize: 17, itemStyle: { color: "#44525f" },
        label: { show: true, color: "#fff", fontSize: 12, fontWeight: 600, formatter: (item) => String(item.data.number) },
        data: pins(marks, days, dayWidth) },
      { name: "alerts", type: "scatter", xAxisIndex: 0, yAxisIndex: 0, silent: true, symbol: "rect", symbolSize: [Math.ceil(dayWidth) + 0.5, 5], itemStyle: { color: COLOURS.negative, opacity: 1 },
        data: days.filter((day) => rows("alerts").some((row) => day >= row.opened_on && (row.closed_on == null || day < row.closed_on))).map((day) => [day, 0.3]) },
      { name: "net", type: "line", xAxisIndex: 1, yAxisIndex: 1, data: series.net, symbol: "circle", showAllSymbol: true, symbolSize: (value, item) => dotSize(series.net, item.dataIndex), lineStyle: { width: 2.2, color: "#1d3f5e" },
        itemStyle: { color: "#1d3f5e" }, z: 3,
        markLine: { silent: true, symbol: "none", animation: false, label: { show: false }, lineStyle: { color: "#9aa5b0", type: "solid", width: 1 },
          data: [{ yAxis: 0 }, ...marks.map((event) => ({ xAxis: event.begins_on, lineStyle: { type: "dashed", color: "#8b98a5" } }))] } },
      { name: "volume", type: "bar", xAxisIndex: 2, yAxisIndex: 2, data: series.volume, itemStyle: { color: COLOURS.volume }, barCategoryGap: "28%", markArea: shade },
      { name: "shade", type: "bar", xAxisIndex: 1, yAxisIndex: 1, data: [], silent: true, markArea: shade },
      { name: "negative", type: "bar", xAxisIndex: 2, yAxisIndex: 2, data: series.negative, barGap: "-100%", itemStyle: { color: COLOURS.negative } },
    ],
  };
}
/* A day without neighbours has no line to either side: its dot must be seen alone. */
const dotSize = (net, i) => (net[i - 1] == null && net[i + 1] == null ? 9 : net[i - 1] == null || net[i + 1] == null ? 6 : 4);
/* A DOM node, so that event names are text and never markup. */
function tooltipOf({ days, volume, negative, net }, index, marks) {
  const day = days[index];
  const lines = [[t("净情感", "Net sentiment"), percent(net[index])], [t("声量", "Volume"), count(volume[index])], [t("负面", "Negative"), count(negative[index])]];
  return h("div", { class: "tip" }, h("b", {}, day), lines.map(([key, value]) => h("div", {}, h("span", {}, key), h("b", {}, value))),
    marks.filter((event) => event.begins_on <= day && day <= event.ends_on).map((event) => h("div", {}, h("span", {}, `${event.number} ${event.name}`))));
}
