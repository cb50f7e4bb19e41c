/* Topics as areas (squarified: Bruls, Huizing, van Wijk 2000), five steps of tone from orange to blue; each is a button. */
const AREAS_SHOWN = 14;
const AREA_RATIO = 1.15;
RENDERERS.treemap = (body) => {
  const list = [...groupBy(filtered("topic_drivers").filter((row) => row.when === "now"), "topic")]
    .map(([topic, own]) => ({ topic, own: sums(own) })).filter(({ own }) => own.mention_count >= 0.5)
    .sort((a, b) => (a.topic == null) - (b.topic == null) || b.own.mention_count - a.own.mention_count);
  if (list.length < 2) return false;
  const shown = list.slice(0, AREAS_SHOWN).sort((a, b) => b.own.mention_count - a.own.mention_count);
  const areas = squarified(shown.map(({ own }) => own.mention_count), AREA_RATIO, 1);
  const left = list.length - shown.length;
  fill(body, h("ul", { class: "treemap" }, shown.map((one, i) => h("li", { style: placed(areas[i]) }, areaOf(one, areas[i])))),
    h("ul", { class: "legend steps", "aria-hidden": "true" }, h("li", {}, t("口碑差", "Bad")), [0, 1, 2, 3, 4].map((step) => h("li", { class: `step s${step}` })), h("li", {}, t("口碑好", "Good"))),
    left > 0 ? h("p", { class: "note" }, t(`另有 ${left} 个较小的话题未画出`, `${left} smaller topics are not drawn`)) : null);
  return undefined;
};
const placed = ([x, y, width, height]) => ({ left: `${(x / AREA_RATIO) * 100}%`, top: `${y * 100}%`, width: `${(width / AREA_RATIO) * 100}%`, height: `${height * 100}%` });
/* Small areas bear no words; the button's name has them all the same. */
function areaOf({ topic, own }, [, , width, height]) {
  const name = topic ?? t("未归入话题", "No topic");
  const net = judgedOf(own) >= 0.5 ? metricValue("net_sentiment", own) : null;
  const text = t(`${name}：${count(own.mention_count)} 条，净情感 ${percent(net)}`, `${name}: ${count(own.mention_count)} mentions, net sentiment ${percent(net)}`);
  const hasRoom = width / AREA_RATIO > 0.16 && height > 0.1;
  return h("button", { type: "button", class: `area s${stepOf(net)}`, title: text, "aria-label": text, onclick: () => choose({ topic }) },
    hasRoom ? [h("span", { class: "name" }, name), height > 0.17 ? h("span", { class: "value" }, count(own.mention_count)) : null] : null);
}
const stepOf = (net) => (net == null ? 2 : net <= -0.5 ? 0 : net <= -0.1 ? 1 : net < 0.1 ? 2 : net < 0.5 ? 3 : 4);
/* Rectangles [x, y, width, height] of values, largest first, in a box: rows along the shorter side while they get squarer. */
function squarified(values, width, height) {
  const scale = (width * height) / values.reduce((total, value) => total + value, 0);
  const sizes = values.map((value) => value * scale);
  const made = [];
  let [x, y, w, d] = [0, 0, width, height];
  const worst = (row, side) => { const sum = row.reduce((a, b) => a + b, 0); return Math.max(...row.map((one) => Math.max((side * side * one) / (sum * sum), (sum * sum) / (side * side * one)))); };
  for (let i = 0; i < sizes.length;) {
    const side = Math.min(w, d);
    const row = [sizes[i++]];
    while (i < sizes.length && worst([...row, sizes[i]], side) <= worst(row, side)) row.push(sizes[i++]);
    const thick = row.reduce((a, b) => a + b, 0) / side;
    let at = 0;
    for (const size of row) {
      const long = size / thick;
      made.push(w < d ? [x + at, y, long, thick] : [x, y + at, thick, long]);
      at += long;
    }
    if (w < d) { y += thick; d -= thick; } else { x += thick; w -= thick; }
  }
  return made;
}
