/* The tree of reposts as an indented list: the original, the branches that brought most, and theirs; leaves are counted. */
const BRANCHES_SHOWN = 8;
RENDERERS.cascade = (body) => {
  const [tree] = filtered("top_cascade");
  if (!tree) return false;
  const carriers = rows("cascade_carriers");
  const below = groupBy(carriers.filter((row) => row.mention_id !== tree.mention_id), "parent_mention_id");
  const top = carriers.find((row) => row.mention_id === tree.mention_id);
  const brought = (row, seen = new Set([row.mention_id])) =>
    row.direct_count + (below.get(row.mention_id) ?? []).filter((one) => !seen.has(one.mention_id)).reduce((total, one) => total + brought(one, seen.add(one.mention_id)), 0);
  /* A branch brings more than any branch of it, so what the largest hang from is among the largest. */
  const largest = new Map([...below.values()].flat().map((row) => [row, brought(row)]).sort((a, b) => b[1] - a[1]).slice(0, BRANCHES_SHOWN));
  const lines = [];
  const walk = (id, level) => {
    for (const row of (below.get(id) ?? []).filter((one) => largest.has(one)).sort((a, b) => largest.get(b) - largest.get(a))) {
      lines.push({ row, own: largest.get(row), level });
      walk(row.mention_id, level + 1);
    }
  };
  walk(tree.mention_id, 1);
  fill(body, h("p", { class: "sum" }, toPosts({ author_id: tree.author_id }, tree.author_name || anonymous(tree.author_id)), " ", h("b", {}, t(`${count(tree.repost_count)} 次转发`, `${count(tree.repost_count)} reposts`)),
    t(`，${nameOf("platform", tree.platform)} ${monthDay(tree.day)}`, `, ${nameOf("platform", tree.platform)} ${monthDay(tree.day)}`)),
    h("dl", { class: "tree-facts" }, facts(tree).map(([name, value, why]) => h("div", { title: why }, h("dt", {}, name), h("dd", {}, value)))),
    h("ul", { class: "bars tree" }, lines.map(({ row, own, level }) => h("li", { style: { paddingLeft: `${(level - 1) * 16}px` } }, h("div", { class: "row" },
      h("span", { class: "name" }, level > 1 ? "└ " : "", toPosts({ author_id: row.author_id }, row.author_name || anonymous(row.author_id))),
      h("span", { class: "value" }, count(own)),
      h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: row.negative_count > row.positive_count ? "main bad" : "main", style: { width: `${(own / tree.repost_count) * 100}%` } })))))),
    h("p", { class: "note" }, t(`${count(top?.direct_count ?? tree.direct_count)} 次直接转发原帖；${lines.length < carriers.length - 1 ? `分支只列最大的 ${lines.length} 个，共 ${count(carriers.length - 1)} 个` : "分支已全部列出"}；橙色：转发者多为负面`,
      `${count(top?.direct_count ?? tree.direct_count)} reposted the original itself; ${lines.length < carriers.length - 1 ? `the largest ${lines.length} of ${count(carriers.length - 1)} branches` : "all branches shown"}; orange: mostly negative`)));
  return undefined;
};
function facts(tree) {
  return [
    [t("转发者", "Authors"), count(tree.author_count), t("不同的转发账号", "different accounts")],
    [t("层数", "Depth"), count(tree.depth), t("最长转发链的层数", "steps of the longest chain")],
    [t("半程", "Half-life"), tree.half_life_minutes == null ? "—" : duration(tree.half_life_minutes), t("到半数转发的时间", "until half of the reposts")],
    [t("口口相传", "Virality"), tree.structural_virality == null ? "—" : tree.structural_virality.toFixed(1), t("结构病毒性：近 2 为一传众，越大越是口口相传", "structural virality: near 2 one to many, larger hand to hand")],
  ];
}
