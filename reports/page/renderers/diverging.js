/* Topics left and right of zero: their parts add up to the whole change. */
const TOPICS_SHOWN = 6;
RENDERERS.diverging = (body) => {
  const parts = contributions(filtered("topic_drivers"));
  if (!parts) return false;
  const was = PAGE.words[en() ? 3 : 1];
  const sorted = [...parts].sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const top = sorted.slice(0, TOPICS_SHOWN);
  const rest = parts.filter((part) => !top.includes(part));
  const restChange = rest.reduce((total, part) => total + part.change, 0);
  const total = parts.reduce((sum, part) => sum + part.change, 0);
  const widest = Math.max(...top.map((part) => Math.abs(part.change)), Math.abs(restChange), 1e-9);
  fill(body, 
    h("p", { class: "sum" }, t("净情感变化合计 ", "Net sentiment moved "), h("b", {}, t(`${points(total)} 个百分点`, `${points(total)} points`))),
    h("ul", { class: "bars" }, top.map((part) => h("li", {}, h("button", { type: "button", class: "row", onclick: () => choose({ topic: part.topic }) },
      h("span", { class: "name", title: part.topic ?? "" }, part.topic ?? t("未归入话题", "No topic")), divergingBar(part.change, widest),
      h("span", { class: "value" }, points(part.change)),
      h("span", { class: "detail" }, t(`负面 ${count(part.negative)}（${was} ${count(part.negativeBefore)}）`, `${count(part.negative)} negative (${was}: ${count(part.negativeBefore)})`))))),
    rest.length ? h("li", {}, h("div", { class: "row" }, h("span", { class: "name muted" }, t(`其余 ${rest.length} 个话题`, `${rest.length} more topics`)), divergingBar(restChange, widest), h("span", { class: "value" }, points(restChange)))) : null));
  return undefined;
};
function divergingBar(change, widest) {
  const width = `${(Math.abs(change) / widest) * 50}%`;
  const style = change < 0 ? { right: "50%", width } : { left: "50%", width };
  return h("span", { class: "axis", "aria-hidden": "true" }, h("span", { class: change < 0 ? "bad" : "good", style }));
}
/* (P_t - N_t - S J_t) / J now minus the same before: S is net sentiment before, J_t and J the judged mentions of the
   topic and of all. They sum to the whole change, and a topic whose tone is the usual one adds nothing. */
function contributions(list) {
  const all = Object.fromEntries(["now", "before"].map((when) => [when, sums(list.filter((row) => row.when === when))]));
  const judged = { now: judgedOf(all.now), before: judgedOf(all.before) };
  if (!isEnough(Math.round(judged.now)) || !isEnough(Math.round(judged.before))) return null;
  const usual = metricValue("net_sentiment", all.before);
  return [...groupBy(list, "topic")].map(([topic, own]) => {
    const at = (when) => sums(own.filter((row) => row.when === when));
    const [now, before] = [at("now"), at("before")];
    const part = (one, when) => ((one.positive_count ?? 0) - (one.negative_count ?? 0) - usual * judgedOf(one)) / judged[when];
    return { topic, change: part(now, "now") - part(before, "before"), negative: now.negative_count ?? 0, negativeBefore: before.negative_count ?? 0 };
  });
}
