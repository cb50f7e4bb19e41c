/* The bar, the sentence, the panels around the renderers; and the start. */
function platformsSeen() {
  const volume = groupBy(rows("brand_totals").filter((row) => row.when === "now"), "platform");
  return [...volume].map(([code, list]) => [code, sums(list).mention_count]).sort((a, b) => b[1] - a[1]).map(([code]) => code);
}
function togglePlatform(code) {
  if (code == null) state.platforms.clear();
  else if (!state.platforms.delete(code)) state.platforms.add(code);
  state.shown = 10;
  renderAll();
}
function renderBar() {
  const chip = (code, label) => h("button", { class: "chip", type: "button",
    "aria-pressed": String(code == null ? !state.platforms.size : state.platforms.has(code)), "data-platform": code ?? "",
    onclick: () => togglePlatform(code) }, label);
  const codes = platformsSeen();
  const sources = rows("coverage");
  const well = sources.filter((row) => row.well_count === row.query_count).length;
  const model = rows("model_versions").find((row) => row.task === "sentiment" && row.engine !== "human");
  const facts = [
    [t("数据截至", "Data until"), PAGE.data_until],
    PAGE.brand_until < PAGE.data_until && [t("本品牌最新", "Brand's latest"), PAGE.brand_until],
    sources.length && [t("覆盖", "Coverage"), t(`${well} / ${sources.length} 个来源完整`, `${well} of ${sources.length} sources complete`)],
    model && [t("情感模型", "Model"), `${model.engine} ${model.version.slice(0, 8)}`],
  ].filter(Boolean);
  document.getElementById("bar").replaceChildren(h("div", { class: "inner" },
    h("div", { class: "who" }, h("h1", {}, PAGE.brand.name), h("span", { class: "period" }, periodText())),
    h("dl", { class: "facts" }, facts.map(([key, value]) => h("div", {}, h("dt", {}, key), h("dd", {}, value)))),
    codes.length > 1 && h("div", { class: "chips", role: "group", "aria-label": t("平台筛选", "Platforms") },
      chip(null, t("全部平台", "All platforms")), codes.map((code) => chip(code, nameOf("platform", code)))),
    h("div", { class: "tools" },
      h("button", { class: "quiet print", type: "button", onclick: () => window.print() }, t("打印", "Print")),
      h("button", { class: "quiet", type: "button", id: "language", lang: en() ? "zh-CN" : "en",
        onclick: () => { state.lang = en() ? "zh" : "en"; renderAll(); } }, en() ? "中文" : "EN"))));
}
function periodText() {
  const { asked, now, before } = PAGE;
  const day = before.start.slice(0, 4) === now.start.slice(0, 4) ? monthDay : (whole) => whole;
  const partial = now.end === asked.end ? "" : t(`（已有 ${monthDay(now.end)} 止）`, ` (so far to ${monthDay(now.end)})`);
  if (PAGE.first_words) return `${span(asked.start, asked.end)}${partial} · ${pick(PAGE.first_words)}`;
  return `${span(asked.start, asked.end)}${partial} · ${t("对比", "against")} ${day(before.start)}–${day(before.end)}`;
}
/* Dates and figures stay on one line. */
const unbroken = (text) => text.split(/(\d+月\d+日|\d+日(?:达峰|起)?|[\d,.]+[万亿]?人次|[+\u2212]?[\d,.]+ 个百分点|[\d,.]+ [条倍]|[\d.]+%)/)
  .map((piece, i) => (i % 2 ? h("span", { class: "unbroken" }, piece) : piece));
function renderSentence() {
  const { clauses, tone } = PAGE.headline;
  const marks = { alert: t("预警", "Alert"), change: t("变化", "Change"), calm: t("平稳", "Calm"),
    alone: t("无对比", "Nothing to compare"), few: t("样本少", "Few mentions") };
  const { closed_on: closed } = clauses[0].evidence;
  const isOver = tone === "alert" && closed && closed <= PAGE.now.end;
  const begins = (clause) => clause === clauses[0] || clause === clauses[1];
  const ends = (clause) => clause === clauses[0] || clause === clauses.at(-1);
  const said = (clause) => (en() && begins(clause) ? clause.en[0].toUpperCase() + clause.en.slice(1) : pick([clause.zh, clause.en]));
  const act = (clause) => (event) => {
    event.preventDefault();
    if (Object.keys(clause.chosen).length) choose(clause.chosen); else jump(document.getElementById(`p-${clause.panel}`) ? clause.panel : "posts");
  };
  const say = (clause) => [h("a", { class: "clause", href: `#p-${clause.panel}`, onclick: act(clause), title: t("看依据", "See the evidence") },
    unbroken(said(clause))), ends(clause) ? t("。", ".") : t("；", "; ")];
  document.getElementById("sentence").replaceChildren(
    h("span", { class: "mark" }, isOver ? t("已平息", "Over") : marks[tone]),
    h("div", {}, h("p", { class: "lead" }, say(clauses[0])),
      clauses.length > 1 && h("p", { class: "rest" }, clauses.slice(1).map(say)),
      state.platforms.size ? h("p", { class: "note" }, t("以上结论针对全部平台；下方数字已按所选平台重算。",
        "The sentence is about all platforms; the figures below follow the chosen ones.")) : null));
}
function evidence(panel) {
  const definitions = panel.metrics.map((name) => {
    const metric = PAGE.metrics[name];
    return h("li", {}, h("b", {}, pick([metric.zh, metric.en])), " = ", pick([metric.formula, metric.formula_en]));
  });
  const statements = panel.tables.map((name) => h("div", {},
    h("p", { class: "note" }, `${name} · ${t(`${PAGE.tables[name].rows.length} 行`, `${PAGE.tables[name].rows.length} rows`)}`),
    h("pre", { tabindex: 0 }, PAGE.sql[name])));
  return h("details", { class: "evidence" }, h("summary", {}, t("口径与 SQL", "Definition and SQL")),
    definitions.length ? h("ul", {}, definitions) : null, statements);
}
function renderPanel(name) {
  const panel = PAGE.panels.find((one) => one.name === name);
  const section = document.getElementById(`p-${name}`);
  const wasOpen = section.querySelector("details.evidence")?.open;
  const body = h("div", { class: "body" });
  const isBare = panel.renderer === "tiles";
  section.setAttribute("aria-label", pick(panel.title));
  section.replaceChildren(...(isBare ? [] : [h("header", {}, h("h2", { tabindex: -1 }, pick(panel.title)),
    pick(panel.hint) ? h("p", { class: "hint" }, pick(panel.hint)) : null)]), body, evidence(panel));
  if (wasOpen) section.querySelector("details.evidence").open = true;
  section.hidden = RENDERERS[panel.renderer](body, panel) === false;
  arrange();
}
function renderAll() {
  document.documentElement.lang = en() ? "en" : "zh-CN";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = element.dataset.t.split("|")[en() ? 1 : 0];
  renderBar();
  renderSentence();
  for (const panel of PAGE.panels) renderPanel(panel.name);
  document.getElementById("end").replaceChildren(h("p", {}, t(
    `生成于 ${PAGE.generated_at}（北京时间）。本页为单个文件，离线可用，不访问网络。`,
    `Generated ${PAGE.generated_at} (Beijing time). One file, works offline, makes no network request.`)));
}
for (const panel of PAGE.panels)
  document.getElementById("panels").append(h("section", { class: `panel ${panel.width} r-${panel.renderer}`, id: `p-${panel.name}` }));
const setBarHeight = () =>
  document.documentElement.style.setProperty("--bar", `${document.getElementById("bar").offsetHeight}px`);
renderAll();
setBarHeight();
addEventListener("resize", setBarHeight);
let drawnWidth = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === drawnWidth) return;
  drawnWidth = innerWidth;
  for (const name of ["curve", "words", "topics"]) if (document.getElementById(`p-${name}`)) renderPanel(name);
});
document.body.dataset.height = Math.ceil(document.body.getBoundingClientRect().height);
document.body.dataset.ready = "1";
