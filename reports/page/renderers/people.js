/* Authors in a table; on a phone the lesser columns fold away. */
const PEOPLE_SHOWN = 10;
RENDERERS.people = (body, panel) => {
  const list = filtered("influencers");
  if (!list.length) return false;
  const heads = [["", "#"], ["", t("作者", "Author")], ["", t("平台", "Platform")], ["number wide-only", t("粉丝", "Followers")], ["number wide-only", t("提及", "Mentions")],
    ["number wide-only", t("触达", "Reach")], ["number", t("互动", "Engagement")], ["number wide-only", t("引发转发", "Reposts")], ["", t("倾向", "Tone")]];
  const line = (row) => h("tr", {},
    h("td", {}, count(row.rank)),
    h("th", { scope: "row" }, toPosts({ author_id: row.author_id }, row.author_name || anonymous(row.author_id)), isOwn(row) ? h("span", { class: "tag own" }, t("品牌号", "Own account")) : null, row.tier ? h("span", { class: "tag" }, nameOf("tier", row.tier)) : null),
    h("td", {}, nameOf("platform", row.platform)),
    ...[["follower_count", true], ["mention_count", true], ["reach_count", true], ["engagement_count", false], ["repost_count", true]]
      .map(([name, isLess]) => h("td", { class: `number${isLess ? " wide-only" : ""}` }, short(row[name]))),
    h("td", {}, toneMark(row)));
  fill(body, h("div", { class: "scroll", tabindex: 0 }, h("table", { class: "people-table" }, h("thead", {}, h("tr", {}, heads.map(([kind, text]) => h("th", { scope: "col", class: kind }, text)))),
    h("tbody", {}, list.slice(0, PEOPLE_SHOWN).map(line)))),
    h("p", { class: "note" }, t(`前 ${Math.min(PEOPLE_SHOWN, list.length)} / 共 ${list.length} 位上榜 · 统计期 ${span(panel.options.start, panel.options.end)}`, `${Math.min(PEOPLE_SHOWN, list.length)} of ${list.length} ranked · period ${span(panel.options.start, panel.options.end)}`)));
  return undefined;
};
/* An account that mostly speaks for the brand is the brand's. */
const isOwn = (row) => row.own_count * 2 >= row.mention_count;
function toneMark(row) {
  const judged = (row.positive_count ?? 0) + (row.negative_count ?? 0);
  if (!judged) return h("span", { class: "tone neutral" }, t("中性", "Neutral"));
  const tone = row.negative_count > row.positive_count ? "negative" : row.negative_count < row.positive_count ? "positive" : "neutral";
  return h("span", { class: `tone ${tone}`, title: t(`正 ${row.positive_count} / 负 ${row.negative_count}`, `${row.positive_count} positive, ${row.negative_count} negative`) }, nameOf("tone", tone));
}
