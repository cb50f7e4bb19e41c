/* Personas: how many, how they feel, what concerns them in a few lines; what these lines stand on unfolds below them. */
RENDERERS.cards = (body, panel) => {
  const list = [...rows("personas")].sort((a, b) => isSorted(b) - isSorted(a) || b.author_count - a.author_count);
  const authors = sums(list).author_count;
  fill(body, h("ul", { class: "cards personas" }, list.map((row) => personaCard(row, authors))),
    h("p", { class: "note" }, t(`共 ${count(authors)} 位作者 · 统计期 ${span(panel.options.start, panel.options.end)}`, `${count(authors)} authors · period ${span(panel.options.start, panel.options.end)}`)));
};
const isSorted = (row) => row.persona != null && row.persona !== "未分群";
function personaCard(row, authors) {
  const judged = judgedOf(row);
  const told = isSorted(row) ? [...cardLines(row), ...habits(row)] : [];
  const grounds = [...told.flatMap((line) => line.grounds ? [line.grounds] : []), ...(isSorted(row) ? footing(row) : [])];
  const facts = [[t("净情感", "Net sentiment"), judged ? percent(metricValue("net_sentiment", row)) : null], [t("最关注", "Top concern"), row.top_topic],
    ...told.map((line) => [line.name, line.brief])].filter(([, value]) => value);
  return h("li", { class: isSorted(row) ? "" : "unsorted" }, h("h3", {}, isSorted(row) ? row.persona : t("未分群", "No persona")),
    h("p", { class: "figure" }, percent(authors ? row.author_count / authors : null), h("small", {}, t(` ${count(row.author_count)} 人`, ` ${count(row.author_count)} authors`))),
    judged ? h("span", { class: "stack-bar slim", "aria-hidden": "true" }, ["positive", "neutral", "negative"].map((tone) => h("span", { class: tone, style: { flexGrow: row[`${tone}_count`] / judged } }))) : null,
    h("dl", {}, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", { title: value }, value)))),
    grounds.length ? h("details", { class: "grounds" }, h("summary", {}, t("依据", "Grounds")), grounds.map((text) => h("p", { class: "note" }, text))) : null);
}
/* The card: what members show more often than everybody; the grounds have the lift and how many of them do. */
const CARD = {
  need: ["投诉多在", "Complains of"], aspect_liked: ["满意", "Likes"], aspect_disliked: ["不满", "Dislikes"],
  channel: ["多见于", "Found on"], value: ["客户价值", "Customer value"],
};
const MIN_LIFT = 1.1;
const CARD_ITEMS = 2;
function cardLines(row) {
  const card = JSON.parse(row.card || "{}");
  const named = (one, section) => (section === "channel" ? nameOf("platform", one.item) : section === "value" ? percent(one.share) : String(one.item));
  const ground = (one, section) => t(`${named(one, section)}（${Number(one.lift).toFixed(1)} 倍，n=${count(one.n)}）`, `${named(one, section)} (${Number(one.lift).toFixed(1)}x, n=${count(one.n)})`);
  return Object.keys(CARD).map((section) => [section, (card[section] ?? []).filter((one) => section === "value" || one.lift >= MIN_LIFT).slice(0, CARD_ITEMS)])
    .filter(([, list]) => list.length)
    .map(([section, list]) => ({ name: pick(CARD[section]), brief: section === "need" ? null : list.map((one) => named(one, section)).join(t("、", ", ")),
      grounds: [h("b", {}, pick(CARD[section]), t("：", ": ")), list.map((one) => ground(one, section)).join(t("、", ", "))] }));
}
/* Evidence is a JSON list of features, `kind:name`, with a lift: how much more common than among all authors. */
const REASONS = { term: ["常提", "Talks of"], hour: ["活跃于", "Active"], topic: null };
function habits(row) {
  const found = JSON.parse(row.evidence || "[]");
  const groups = groupBy(Array.isArray(found) ? found : [], (one) => String(one.feature).split(":")[0]);
  return [...groups].filter(([kind]) => REASONS[kind] !== null).slice(0, 3).map(([kind, list]) => ({
    name: pick(REASONS[kind] ?? ["特点", "Marked by"]), brief: list.slice(0, 3).map(featureName).join(t("、", ", ")),
    grounds: [h("b", {}, pick(REASONS[kind] ?? ["特点", "Marked by"]), t("：", ": ")), list.slice(0, 4).map((one) => featureName(one) + times(one.lift)).join(t("、", ", "))] }));
}
/* Words and topics are called what people call them. */
function featureName(one) {
  const [block, value] = String(one.feature).split(":");
  return pick([one.zh, (PAGE.names[block]?.[value] ?? PAGE.names.kind[value])?.[1] ?? one.zh]);
}
const times = (lift) => (lift >= 1.05 ? t(`（${Number(lift).toFixed(1)} 倍）`, ` (${Number(lift).toFixed(1)}x)`) : "");
function footing(row) {
  return [row.stability == null ? null : t(`稳定度 ${row.stability.toFixed(2)}（重复聚类的一致程度）`, `Stability ${row.stability.toFixed(2)} (agreement of repeated clustering)`), row.state ? driftOf(row) : null].filter(Boolean);
}
const driftOf = (row) => row.state === "new" ? t("与上一期相比：新出现", "New since the period before")
  : t(`与上一期「${row.before_persona}」重合 ${percent(row.jaccard)}`, `${percent(row.jaccard)} the same accounts as "${row.before_persona}" of the period before`);
