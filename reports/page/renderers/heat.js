/* A table whose numbers are counts and whose colours are lift, so that one hot row does not hide the rest. */
const HEAT_ROWS = 9;
const HEAT_COLUMNS = 7;
const HEAT_FLOOR = 5;
RENDERERS.heat = (body, panel) => {
  const list = filtered("complaint_cells");
  if (!list.length) return false;
  const key = state.heat;
  const cell = (rowCode, columnCode) => list.filter((row) => row[key] === rowCode && row.product === columnCode).reduce((sum, row) => sum + row.complaint_count, 0);
  const ranked = (name) => [...groupBy(list, name)].map(([code, own]) => [code, sums(own).complaint_count]).sort((a, b) => b[1] - a[1]);
  const [down, across] = [ranked(key), ranked("product")];
  const [shownDown, shownAcross] = [down.slice(0, HEAT_ROWS), across.slice(0, HEAT_COLUMNS)];
  const total = sums(list).complaint_count;
  const label = (code) => (code == null ? t("未归类", "Unsorted") : key === "complaint_type" ? nameOf("complaint_type", code) : code);
  const product = (code) => code ?? t("未提及产品", "No product named");
  const toggle = (name, text) => h("button", { type: "button", class: "chip", "aria-pressed": String(key === name), onclick: () => { state.heat = name; renderPanel(panel.name); } }, text);
  const table = h("table", { class: "heatmap", style: { maxWidth: `${110 + 130 * (shownAcross.length + 1)}px`, minWidth: `${90 + 64 * (shownAcross.length + 1)}px` } },
    h("thead", {}, h("tr", {}, h("td", {}), shownAcross.map(([code]) => h("th", { scope: "col" }, product(code))), h("th", { scope: "col", class: "total" }, t("合计", "Total")))),
    h("tbody", {}, shownDown.map(([rowCode, rowTotal]) => h("tr", {}, h("th", { scope: "row", title: label(rowCode) }, label(rowCode)),
      shownAcross.map(([columnCode, columnTotal]) => heatCell(key, rowCode, columnCode, cell(rowCode, columnCode), rowTotal, columnTotal, total)),
      h("td", { class: "total" }, count(rowTotal))))));
  const shown = shownDown.reduce((sum, [rowCode]) => sum + shownAcross.reduce((inner, [columnCode]) => inner + cell(rowCode, columnCode), 0), 0);
  fill(body, h("div", { class: "chips small", role: "group", "aria-label": t("行", "Rows") }, toggle("complaint_type", t("按类型", "By type")), toggle("topic", t("按话题", "By topic"))),
    h("div", { class: "scroll", tabindex: 0 }, table),
    shown < total ? h("p", { class: "note" }, t(`表中 ${count(shown)} / 共 ${count(total)} 条；其余 ${down.length - shownDown.length} 行、${across.length - shownAcross.length} 列较少，未列出`, `${count(shown)} of ${count(total)} shown; ${down.length - shownDown.length} smaller rows and ${across.length - shownAcross.length} columns are left out`)) : null,
    serviceLine(), waitingLines(), causeLines());
  return undefined;
};
function heatCell(key, rowCode, columnCode, number, rowTotal, columnTotal, total) {
  if (!number) return h("td", { class: "none" }, "·");
  const lift = (number * total) / (rowTotal * columnTotal);
  const strength = number < HEAT_FLOOR || lift <= 1 ? 0 : Math.min(1, Math.log(lift) / Math.log(3));
  const chosen = { [key]: rowCode, product: columnCode, ...(key === "topic" ? { complaint_type: "*" } : {}) };
  const size = `${Math.max(4, Math.sqrt(number / total) * 100).toFixed(0)}%`;
  return h("td", { style: { background: strength ? `rgba(226, 120, 58, ${(0.1 + 0.6 * strength).toFixed(2)})` : "#f6f7f8" } },
    h("button", { type: "button", class: "cell", "data-count": number, title: t(`提升度 ${lift.toFixed(2)}`, `lift ${lift.toFixed(2)}`), onclick: () => choose(chosen) }, count(number), number < HEAT_FLOOR ? null : h("span", { class: "size", style: { width: size }, "aria-hidden": "true" })));
}
function serviceLine() {
  const list = filtered("complaint_service");
  if (!list.length) return null;
  return h("ul", { class: "service" }, list.map((row) => {
    const wait = replyTime(row);
    return h("li", {}, h("b", {}, nameOf("platform", row.platform)), " ", t(
      `${count(row.complaint_count)} 单：已回复 ${count(row.replied_count)}（${percent(row.replied_count / row.complaint_count, 0)}），已解决 ${count(row.resolved_count)}${wait}`,
      `${count(row.complaint_count)} cases: ${count(row.replied_count)} answered (${percent(row.replied_count / row.complaint_count, 0)}), ${count(row.resolved_count)} resolved${wait}`));
  }));
}
/* Of the whole month and all platforms, those who still wait included: filters do not touch it. */
function waitingLines() {
  const list = [...rows("complaint_waiting")].filter((row) => row.case_count);
  if (!list.length) return null;
  return h("ul", { class: "service" }, list.map((row) => {
    const [name, english] = row.milestone === "reply" ? ["首次回复", "first reply"] : ["解决", "resolution"];
    const median = row.median_minutes == null ? t("未到半数，中位尚不可知", "fewer than half so far: no median") : t(`中位 ${duration(row.median_minutes)}`, `median ${duration(row.median_minutes)}`);
    const day = row.within_24h_share == null ? "" : t(`，24 小时内 ${percent(row.within_24h_share, 0)}`, `, ${percent(row.within_24h_share, 0)} within 24 h`);
    const late = row.decided_count ? t(`；超期 ${count(row.late_count)} / ${count(row.decided_count)}`, `; late ${count(row.late_count)} of ${count(row.decided_count)}`) : "";
    return h("li", {}, h("b", {}, t(`${row.month.slice(0, 7)} 等待${name}`, `${row.month.slice(0, 7)}, waiting for ${english}`)), " ",
      t(`${median}${day}（含仍在等待的，n = ${count(row.case_count)}）${late}`, `${median}${day} (those still waiting included, n = ${count(row.case_count)})${late}`));
  }));
}
function causeLines() {
  const list = rows("root_causes");
  if (!list.length) return null;
  return h("ul", { class: "service" }, [...list].map((row) => h("li", {}, h("b", {}, t("突出", "Stands out")), " ",
    t(`「${row.product}」的「${row.theme_name}」：${count(row.complaint_count)} 件，是品牌平均的 ${row.lift.toFixed(1)} 倍（95% 区间 ${row.lift_low.toFixed(1)}–${row.lift_high.toFixed(1)}）`,
      `“${row.theme_name}” of “${row.product}”: ${count(row.complaint_count)}, ${row.lift.toFixed(1)} times the brand's average (95% interval ${row.lift_low.toFixed(1)} to ${row.lift_high.toFixed(1)})`))));
}
function replyTime(row) {
  if (!row.replied_count) return "";
  if (row.median_reply_minutes == null) return t("，来源未给回复时间", ", reply times not given by the source");
  const some = row.timed_count < row.replied_count ? t(`（${count(row.timed_count)} 单有时间）`, ` (${count(row.timed_count)} with a time)`) : "";
  return t(`，首次回复中位 ${duration(row.median_reply_minutes)}${some}`, `, median first reply ${duration(row.median_reply_minutes)}${some}`);
}
function duration(minutes) {
  if (minutes < 90) return t(`${Math.round(minutes)} 分钟`, `${Math.round(minutes)} min`);
  if (minutes < 2880) return t(`${(minutes / 60).toFixed(1)} 小时`, `${(minutes / 60).toFixed(1)} h`);
  return t(`${(minutes / 1440).toFixed(1)} 天`, `${(minutes / 1440).toFixed(1)} days`);
}
