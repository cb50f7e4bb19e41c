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
  const map = h("ul", { class: "treemap" });
  fill(body, map);
  const scale = map.clientWidth / AREA_RATIO;
  const rooms = areas.map(([, , width, height]) => ({ width: width * scale - AREA_GAP, height: height * scale - AREA_GAP }));
  const unnamed = shown.filter((one, i) => !linesOf(topicName(one), rooms[i]));
  fill(map, shown.map((one, i) => h("li", { style: placed(areas[i]) }, areaOf(one, rooms[i]))));
  fill(body, unnamed.length ? h("ul", { class: "unnamed", "aria-label": t("图中未标名的话题", "Topics whose areas bear no name") }, unnamed.map(namedBelow)) : null,
    h("ul", { class: "legend steps", "aria-hidden": "true" }, h("li", {}, t("口碑差", "Bad")), [0, 1, 2, 3, 4].map((step) => h("li", { class: `step s${step}` })), h("li", {}, t("口碑好", "Good"))),
    list.length > shown.length ? h("p", { class: "note" }, t(`另有 ${list.length - shown.length} 个较小的话题未画出`, `${list.length - shown.length} smaller topics are not drawn`)) : null);
  return undefined;
};
const placed = ([x, y, width, height]) => ({ left: `${(x / AREA_RATIO) * 100}%`, top: `${y * 100}%`, width: `${(width / AREA_RATIO) * 100}%`, height: `${height * 100}%` });
/* A name stands in its area whole, on as many lines as fit, or below the map: never cut. In pixels of the style sheet. */
const AREA_GAP = 2;
const AREA_PADDING = { across: 16, down: 10 };
const LINE = 17;
const LETTER = 12.5;
const widthOf = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? LETTER : LETTER * 0.62), 0);
function linesOf(name, { width, height }) {
  const across = Math.floor((width - AREA_PADDING.across) / LETTER) * LETTER;
  const lines = across >= 2 * LETTER ? Math.ceil(widthOf(name) / across) : Infinity;
  return lines * LINE <= height - AREA_PADDING.down ? lines : 0;
}
const topicName = ({ topic }) => topic ?? t("未归入话题", "No topic");
function toneOf({ own }) {
  return judgedOf(own) >= 0.5 ? metricValue("net_sentiment", own) : null;
}
function said(one) {
  return t(`${topicName(one)}：${count(one.own.mention_count)} 条，净情感 ${percent(toneOf(one))}`, `${topicName(one)}: ${count(one.own.mention_count)} mentions, net sentiment ${percent(toneOf(one))}`);
}
function areaOf(one, room) {
  const lines = linesOf(topicName(one), room);
  const hasCount = lines && (lines + 1) * LINE <= room.height - AREA_PADDING.down;
  return h("button", { type: "button", class: `area s${stepOf(toneOf(one))}`, title: said(one), "aria-label": said(one), onclick: () => choose({ topic: one.topic }) },
    lines ? [h("span", { class: "name" }, topicName(one)), hasCount ? h("span", { class: "value" }, count(one.own.mention_count)) : null] : null);
}
/* The areas too small for their names, listed in order of size. */
const namedBelow = (one) => h("li", {}, h("button", { type: "button", title: said(one), onclick: () => choose({ topic: one.topic }) },
  h("span", { class: `step s${stepOf(toneOf(one))}`, "aria-hidden": "true" }), h("span", {}, topicName(one)), h("i", {}, count(one.own.mention_count))));
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
