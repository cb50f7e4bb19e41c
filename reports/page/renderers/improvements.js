/* What to improve: the first aspects with their evidence, the rest and what is liked folded away. */
const IMPROVEMENTS_SHOWN = 3;
const KANO = { must_be: ["必备", "Must-be"], one_dimensional: ["期望", "One-dimensional"], attractive: ["魅力", "Attractive"], indifferent: ["无差异", "Indifferent"], reverse: ["反向", "Reverse"] };
RENDERERS.improvements = (body, panel) => {
  const list = rows("improvements").filter((row) => row.product == null);
  const [worse, liked] = [list.filter((row) => row.impact > 0), list.filter((row) => row.impact <= 0)];
  if (!worse.length) return false;
  const widest = worse[0].impact;
  const items = (part) => h("ol", { class: "improve" }, part.map((row) => improvementItem(row, widest)));
  fill(body, items(worse.slice(0, IMPROVEMENTS_SHOWN)),
    worse.length > IMPROVEMENTS_SHOWN ? h("details", { class: "days" }, h("summary", {}, t(`其余 ${worse.length - IMPROVEMENTS_SHOWN} 个拉低评分的方面`, `${worse.length - IMPROVEMENTS_SHOWN} more that lower the rating`)), items(worse.slice(IMPROVEMENTS_SHOWN))) : null,
    liked.length ? h("p", { class: "note" }, t("不拉低评分：", "Not lowering the rating: "), liked.map((row) => `${row.aspect_name} ${sign(Math.abs(row.rating_gap).toFixed(2), -row.rating_gap)}`).join(t("、", ", "))) : null,
    h("p", { class: "note" }, t(`依据 ${panel.options.month.slice(0, 7)} 的 ${count(worse[0].review_count)} 条有评分评价`, `From ${count(worse[0].review_count)} rated reviews of ${panel.options.month.slice(0, 7)}`)));
  return undefined;
};
const scored = (value) => (value == null ? "—" : (value < 0 ? MINUS : "") + Math.abs(value).toFixed(2));
function improvementItem(row, widest) {
  const share = row.all_mention_count ? row.mention_count / row.all_mention_count : null;
  const between = row.gap_low == null ? "" : t(`（95% 区间 ${scored(row.gap_low)} 至 ${scored(row.gap_high)}）`, ` (95% interval ${scored(row.gap_low)} to ${scored(row.gap_high)})`);
  const kind = KANO[row.kano_kind_proxy];
  const summary = h("summary", {}, h("span", { class: "name" }, row.aspect_name),
    kind ? h("span", { class: "tag", title: t("由评价推断的 Kano 类别（代理）", "Kano's kind, read from reviews (proxy)") }, t(`Kano 代理：${pick(kind)}`, `Kano proxy: ${pick(kind)}`)) : null,
    row.is_sure ? null : h("span", { class: "tag doubt" }, t("证据不足以断定", "Not sure")),
    h("span", { class: "value" }, t(`均分低 ${scored(row.rating_gap)}${between}`, `${scored(row.rating_gap)} lower${between}`)),
    h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: "main", style: { width: `${(row.impact / widest) * 100}%` } })),
    h("span", { class: "detail" }, t(`提及占比 ${percent(share)}，n=${count(row.mention_count)}，其中负面 ${count(row.negative_count)}`, `${percent(share)} of mentions of aspects, n=${count(row.mention_count)}, ${count(row.negative_count)} negative`),
      row.part_worth_proxy == null ? "" : t(` · 效用值代理 ${scored(row.part_worth_proxy)}（${scored(row.part_worth_low)} 至 ${scored(row.part_worth_high)}）`, ` · part-worth proxy ${scored(row.part_worth_proxy)} (${scored(row.part_worth_low)} to ${scored(row.part_worth_high)})`)));
  const posts = rows("improvement_posts").filter((one) => one.aspect === row.aspect);
  const products = rows("improvements").filter((one) => one.product != null && one.aspect === row.aspect);
  return h("li", {}, h("details", {}, summary,
    products.length ? h("p", { class: "note" }, products.map((one) => t(`${one.product}：低 ${scored(one.rating_gap)}，n=${count(one.mention_count)}`, `${one.product}: ${scored(one.rating_gap)} lower, n=${count(one.mention_count)}`)).join(t("；", "; "))) : null,
    posts.length ? h("ol", { class: "posts" }, posts.map(postItem)) : h("p", { class: "empty" }, t("没有明确批评该方面的评价。", "No review blames this aspect outright."))));
}
