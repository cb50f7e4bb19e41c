/* Tone per platform as 100% bars; every segment leads to its posts. */
RENDERERS.stack = (body) => {
  const now = filtered("brand_totals").filter((row) => row.when === "now");
  const list = [...groupBy(now, "platform")].map(([platform, own]) => ({ platform, own: sums(own) }))
    .filter(({ own }) => judgedOf(own)).sort((a, b) => b.own.mention_count - a.own.mention_count);
  if (!list.length) return false;
  fill(body, h("ul", { class: "legend", "aria-hidden": "true" }, ["positive", "neutral", "negative"].map((tone) => h("li", {}, h("span", { class: `swatch ${tone}` }), nameOf("tone", tone)))),
    h("ul", { class: "stacks" }, list.map(({ platform, own }) => h("li", {},
      h("span", { class: "name" }, nameOf("platform", platform), h("i", {}, ` n=${count(judgedOf(own))}`)),
      h("span", { class: `value ${isEnough(judgedOf(own)) ? "" : "muted"}` }, percent(metricValue("net_sentiment", own))),
      h("span", { class: "stack-bar" }, ["positive", "neutral", "negative"].map((tone) => {
        const share = own[`${tone}_count`] / judgedOf(own);
        const text = `${nameOf("platform", platform)} ${nameOf("tone", tone)} ${count(own[`${tone}_count`])} (${percent(share)})`;
        return share ? h("button", { type: "button", class: tone, style: { flexGrow: share }, title: text, onclick: () => choose({ platform, tone }) }, h("span", { class: "said" }, text), share > 0.14 ? h("span", { "aria-hidden": "true" }, percent(share, 0)) : null) : null;
      }))))));
  const all = sums(now);
  if (all.abstained_count) fill(body, h("p", { class: "note" }, t(`另有 ${count(all.abstained_count)} 条模型弃权（${percent(metricValue("abstention_rate", all))}），不计入`, `${count(all.abstained_count)} more on which the model abstained (${percent(metricValue("abstention_rate", all))}) are not counted`)));
  return undefined;
};
