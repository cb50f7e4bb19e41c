/* Personas: how many, how they feel, what concerns them; small or unstable groups say so. */
RENDERERS.cards = (body, panel) => {
  const list = [...rows("personas")].sort((a, b) => isSorted(b) - isSorted(a) || b.author_count - a.author_count);
  const authors = sums(list).author_count;
  fill(body, h("ul", { class: "cards" }, list.map((row) => {
    const judged = judgedOf(row);
    const name = isSorted(row) ? row.persona : t("未分群", "No persona");
    return h("li", { class: isSorted(row) ? "" : "unsorted" }, h("h3", {}, name),
      h("p", { class: "figure" }, percent(authors ? row.author_count / authors : null), h("small", {}, t(` ${count(row.author_count)} 人`, ` ${count(row.author_count)} authors`))),
      judged ? h("span", { class: "stack-bar slim", "aria-hidden": "true" }, ["positive", "neutral", "negative"].map((tone) => h("span", { class: tone, style: { flexGrow: row[`${tone}_count`] / judged } }))) : null,
      h("dl", {},
        h("div", {}, h("dt", {}, t("净情感", "Net sentiment")), h("dd", {}, percent(metricValue("net_sentiment", row)))),
        row.top_topic ? h("div", {}, h("dt", {}, t("最关注", "Top concern")), h("dd", { title: row.top_topic }, row.top_topic)) : null,
        row.stability == null || !isSorted(row) ? null : h("div", {}, h("dt", {}, t("稳定度", "Stability")), h("dd", {}, row.stability.toFixed(2)))),
      cardOf(row).map((text) => h("p", { class: "note" }, text)),
      reasons(row).map((text) => h("p", { class: "note" }, text)),
      isSorted(row) && row.state ? h("p", { class: "note" }, driftOf(row)) : null);
  })), h("p", { class: "note" }, t(`共 ${count(authors)} 位作者 · 统计期 ${span(panel.options.start, panel.options.end)}`, `${count(authors)} authors · period ${span(panel.options.start, panel.options.end)}`)));
};
const isSorted = (row) => row.persona != null && row.persona !== "未分群";
/* Evidence is a JSON list of features, `kind:name`, with a lift: how much more common than among all authors. */
const REASONS = { term: ["常提", "Talk of "], hour: ["活跃于", "Active "], topic: null };
function reasons(row) {
  const found = JSON.parse(row.evidence || "[]");
  const groups = groupBy(Array.isArray(found) ? found : [], (one) => String(one.feature).split(":")[0]);
  return [...groups].filter(([kind]) => REASONS[kind] !== null).slice(0, 3).map(([kind, list]) =>
    pick(REASONS[kind] ?? ["特点：", "Marked by "]) + list.slice(0, 4).map((one, i) => one.zh + (i ? "" : times(one.lift))).join(t("、", ", ")));
}
const times = (lift) => (lift >= 1.05 ? t(`（平均的 ${Number(lift).toFixed(1)} 倍）`, ` (${Number(lift).toFixed(1)}x the average)`) : "");
/* The card: what members show more often than everybody, with the lift and how many of them do; when they are active, their evidence says. */
const CARD = {
  need: ["投诉多在：", "Complains of: "], aspect_liked: ["满意：", "Likes: "], aspect_disliked: ["不满：", "Dislikes: "],
  channel: ["多见于：", "Found on: "], value: ["客户价值占比：", "Share of customer value: "],
};
const MIN_LIFT = 1.1;
function cardOf(row) {
  const card = JSON.parse(row.card || "{}");
  const words = { channel: (item) => nameOf("platform", item), value: () => "" };
  return Object.keys(CARD).map((section) => [section, (card[section] ?? []).filter((one) => section === "value" || one.lift >= MIN_LIFT).slice(0, 2)])
    .filter(([, list]) => list.length)
    .map(([section, list]) => [h("b", {}, pick(CARD[section])), list.map((one) => `${(words[section] ?? String)(one.item)}${typical(one, section)}`).join(t("、", ", "))]);
}
const typical = (one, section) => t(`（${section === "value" ? percent(one.share) + "，" : ""}${one.lift.toFixed(1)} 倍，n=${count(one.n)}）`, ` (${section === "value" ? percent(one.share) + ", " : ""}${one.lift.toFixed(1)}x, n=${count(one.n)})`);
const driftOf = (row) => row.state === "new" ? t("与上一期相比：新出现", "New since the period before")
  : t(`与上一期「${row.before_persona}」重合 ${percent(row.jaccard)}`, `${percent(row.jaccard)} the same accounts as "${row.before_persona}" of the period before`);
