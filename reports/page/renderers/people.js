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
    h("p", { class: "note" }, t(`前 ${Math.min(PEOPLE_SHOWN, list.length)} / 共 ${list.length} 位上榜 · 统计期 ${span(panel.options.start, panel.options.end)}`, `${Math.min(PEOPLE_SHOWN, list.length)} of ${list.length} ranked · period ${span(panel.options.start, panel.options.end)}`)),
    movers());
  return undefined;
};
/* What authors moved of net sentiment, in points that add up to the whole change; texts without a known author are one. */
const MOVERS_SHOWN = 5;
function movers() {
  const list = filtered("sentiment_movers");
  const top = list.filter((row) => row.author_id != null).slice(0, MOVERS_SHOWN);
  if (!top.length) return null;
  const widest = Math.max(...top.map((row) => Math.abs(row.points)), 1e-9);
  const written = (value) => (Math.abs(value) < 0.05 ? "0.0" : sign(Math.abs(value).toFixed(1), value));
  return h("div", { class: "movers" }, h("h3", {}, t("谁推动了净情感", "Who moved net sentiment")),
    h("ul", { class: "bars" }, top.map((row) => h("li", {}, h("button", { type: "button", class: "row", onclick: () => choose({ author_id: row.author_id }) },
      h("span", { class: "name" }, `${row.author_name || anonymous(row.author_id)} · ${nameOf("platform", row.platform)}`), divergingBar(row.points, widest), h("span", { class: "value" }, written(row.points)),
      h("span", { class: "detail" }, t(`自己的话 ${written(row.own_points)}，带来的转发 ${written(row.caused_points)}；本期负面 ${count(row.negative_count)}，正面 ${count(row.positive_count)}`,
        `own words ${written(row.own_points)}, reposts caused ${written(row.caused_points)}; ${count(row.negative_count)} negative, ${count(row.positive_count)} positive`)))))),
    h("p", { class: "note" }, t(`与前一周相比净情感共变动 ${written(list[0].total_points)} 个百分点，各人贡献可相加`, `Net sentiment moved ${written(list[0].total_points)} points against the week before; all parts add up to it`)));
}
/* An account that mostly speaks for the brand is the brand's. */
const isOwn = (row) => row.own_count * 2 >= row.mention_count;
function toneMark(row) {
  const judged = (row.positive_count ?? 0) + (row.negative_count ?? 0);
  if (!judged) return h("span", { class: "tone neutral" }, t("中性", "Neutral"));
  const tone = row.negative_count > row.positive_count ? "negative" : row.negative_count < row.positive_count ? "positive" : "neutral";
  return h("span", { class: `tone ${tone}`, title: t(`正 ${row.positive_count} / 负 ${row.negative_count}`, `${row.positive_count} positive, ${row.negative_count} negative`) }, nameOf("tone", tone));
}
