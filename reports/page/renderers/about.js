/* The foot: definitions with values, coverage, freshness, models, and the page's check of itself. */
RENDERERS.about = (body, panel) => {
  const at = (name, when) => sums(filtered(name).filter((row) => row.when === when));
  const [now, tracked] = [at("brand_totals", "now"), at("tracked_totals", "now")];
  fill(body, h("div", { class: "columns" }, definitionTable(panel, now, tracked), h("div", {}, coverageTable(), qualityList(panel, now), modelLine())));
};
function plainTable(heads, lines) {
  return h("div", { class: "scroll", tabindex: 0 }, h("table", {}, h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, lines)));
}
function definitionTable(panel, now, tracked) {
  const lines = panel.options.definitions.map((name) => {
    const metric = PAGE.metrics[name];
    return h("tr", { "data-metric": name }, h("th", { scope: "row" }, pick([metric.zh, metric.en]), h("i", {}, ` v${metric.version}`)), h("td", { class: "number" }, show(metric, metricValue(name, now, tracked))),
      h("td", {}, pick([metric.formula, metric.formula_en]), h("i", {}, ` · ${pick([metric.population, metric.population_en])} · ${nameOf("origin", metric.source)}`)));
  });
  return h("div", {}, h("h3", {}, t("指标口径", "Definitions")), plainTable([t("指标", "Metric"), PAGE.words[en() ? 2 : 0], t("定义 · 范围 · 出处", "Definition · population · source")], lines));
}
/* Mentions; of a source that gives none its authors, or the rows of the brand's own books. */
function gotFrom(row) {
  if (row.mention_count) return count(row.mention_count);
  if (row.author_count) return t(`${count(row.author_count)} 位作者`, `${count(row.author_count)} authors`);
  return row.row_count ? t(`${count(row.row_count)} 行`, `${count(row.row_count)} rows`) : count(row.mention_count);
}
function coverageTable() {
  const list = rows("coverage");
  if (!list.length) return null;
  const lines = list.map((row) => h("tr", {}, h("th", { scope: "row", title: row.source }, en() ? row.source : row.source_title ?? row.source), h("td", {}, row.trouble ? nameOf("outcome", row.trouble) : nameOf("outcome", "ok"), row.capped_count ? t("（触及平台上限）", " (platform limit hit)") : ""),
    h("td", { class: "number" }, gotFrom(row)), h("td", { class: "number" }, count(row.refused_count)), h("td", { class: "number" }, row.missing_estimate_count == null ? t("未知", "unknown") : count(row.missing_estimate_count)), h("td", {}, row.ended_at ?? "—")));
  return h("div", {}, h("h3", {}, t("来源覆盖", "Coverage of sources")), plainTable([t("来源", "Source"), t("最近一次", "Latest run"), t("取得", "Got"), t("拒收", "Refused"), t("估计缺失", "Missing (est.)"), t("时间", "At")], lines));
}
function qualityList(panel, now) {
  const inside = sums(filtered("mention_cube")).mention_count ?? 0;
  const same = inside === now.mention_count;
  const facts = [
    same ? t(`明细与汇总一致：均为 ${count(inside)} 条`, `Details and totals agree: ${count(inside)} mentions`) : t(`明细 ${count(inside)} 条与汇总 ${count(now.mention_count)} 条不一致`, `Details (${count(inside)}) and totals (${count(now.mention_count)}) differ`),
    t(`重复与无文字转发 ${count(now.mention_count - now.deduplicated_count)} 条，水军降权后自然声量 ${count(now.organic_count)}`, `${count(now.mention_count - now.deduplicated_count)} duplicates and bare reposts; organic volume after down-weighting ${count(now.organic_count)}`),
    t(`情感弃权 ${percent(metricValue("abstention_rate", now))}`, `Sentiment abstained on ${percent(metricValue("abstention_rate", now))}`),
    correctedLine(panel.options.corrected),
    panel.options.undated_count ? t(`另有 ${count(panel.options.undated_count)} 条没有发布时间，不在任何一期`, `${count(panel.options.undated_count)} mentions carry no date and are in no period`) : null,
    [t("各平台最新一天：", "Last day per platform: "), rows("freshness").map((row, i) => [i ? t("，", ", ") : "",
      h("span", { class: "unbroken" }, `${nameOf("platform", row.platform)} ${row.last_day ?? t("无发布日期", "no dates")}`)])],
  ].filter(Boolean);
  return h("div", {}, h("h3", {}, t("数据质量", "Data quality")), h("ul", { class: `quality ${same ? "" : "trouble"}` }, facts.map((text) => h("li", {}, text))));
}
function correctedLine(found) {
  if (found.value == null)
    return found.checked_count ? t(`人工核对 ${count(found.checked_count)} 条，还不足以给出纠错后的净情感`, `${count(found.checked_count)} checked by people: too few for an error-corrected net sentiment`) : null;
  const [value, low, high] = [found.value, found.low, found.high].map((each) => (each >= 0 ? "+" : "−") + Math.abs(each * 100).toFixed(1));
  return t(`按人工核对的 ${count(found.checked_count)} 条纠正模型误差后，净情感 ${value}（95% 区间 ${low} 至 ${high}）`, `Net sentiment with the model's errors corrected by ${count(found.checked_count)} checked mentions: ${value} (95% interval ${low} to ${high})`);
}
function modelLine() {
  const list = rows("model_versions");
  if (!list.length) return null;
  return h("div", {}, h("h3", {}, t("模型版本", "Model versions")), h("p", { class: "note" }, list.map((row) => `${nameOf("task", row.task)} ${row.engine} ${row.version}`).join(" · ")));
}
