/* A cloud of words (each a button, placed along a spiral, nothing overlaps) and the words that became more common. */
const WORDS_SHOWN = 56;
const WORD_SIZES = [13, 46];
const LEAST_JUDGED = 5;
RENDERERS.words = (body, panel) => {
  const list = rows("words");
  const byTerm = new Map(list.map((row) => [row.term, row]));
  const risen = panel.options.rising.map((term) => byTerm.get(term));
  const cloud = h("div", { class: "cloud", role: "group", "aria-label": t("词云", "Cloud of words") });
  fill(body, h("div", { class: risen.length ? "words" : "words alone" }, h("div", {}, cloud, wordLegend()), risen.length ? risingList(risen) : null));
  requestAnimationFrame(() => layCloud(cloud, list.slice(0, WORDS_SHOWN)));
};
const toneOfWord = (row) => {
  if (judgedOf(row) < LEAST_JUDGED) return "mixed";
  const net = (row.positive_count - row.negative_count) / judgedOf(row);
  return net <= -0.2 ? "negative" : net >= 0.2 ? "positive" : "mixed";
};
const wordText = (row) => t(`${row.term}：${count(row.mention_count)} 条，正面 ${count(row.positive_count)}，负面 ${count(row.negative_count)}`,
  `${row.term}: ${count(row.mention_count)} mentions, ${count(row.positive_count)} positive, ${count(row.negative_count)} negative`);
function wordLegend() {
  return h("ul", { class: "legend", "aria-hidden": "true" }, [["negative", t("多为负面", "Mostly negative")], ["positive", t("多为正面", "Mostly positive")], ["mixed", t("兼有或未判断", "Mixed or not judged")]]
    .map(([tone, text]) => h("li", {}, h("span", { class: `swatch ${tone}` }), text)));
}
function risingList(list) {
  const was = PAGE.words[en() ? 3 : 1];
  return h("div", { class: "rising" }, h("h3", {}, t("上升的词", "Rising words")), h("ol", {}, list.map((row) => h("li", {},
    h("button", { type: "button", class: `row ${toneOfWord(row)}`, title: wordText(row), onclick: () => choose({ term: row.term }) },
      h("span", { class: "name" }, row.term), h("span", { class: "value" }, count(row.mention_count)),
      h("span", { class: "detail" }, row.before_count ? t(`${was} ${count(row.before_count)}`, `${was}: ${count(row.before_count)}`) : t("新出现", "new")))))));
}
/* Sizes by the root of the count, so that areas are as the counts are; a word that finds no place is left out. */
function layCloud(cloud, list) {
  const width = cloud.clientWidth;
  if (!width || !list.length) return;
  const height = Math.max(240, Math.min(360, width * 0.62));
  cloud.style.height = `${height}px`;
  const [least, most] = [Math.sqrt(list.at(-1).mention_count), Math.sqrt(list[0].mention_count)];
  const [small, large] = [WORD_SIZES[0], Math.min(WORD_SIZES[1], width / 9.5)];
  const taken = [];
  for (const row of list) {
    const size = Math.round(small + ((Math.sqrt(row.mention_count) - least) / (most - least || 1)) * (large - small));
    const button = h("button", { type: "button", class: `word ${toneOfWord(row)}`, title: wordText(row), "aria-label": wordText(row), style: { fontSize: `${size}px` }, onclick: () => choose({ term: row.term }) }, row.term);
    cloud.append(button);
    const place = freePlace(taken, button.offsetWidth + 6, button.offsetHeight + 1, width, height);
    if (!place) { button.remove(); continue; }
    taken.push(place);
    Object.assign(button.style, { left: `${((place.x + 3) / width) * 100}%`, top: `${(place.y / height) * 100}%` });
  }
}
function freePlace(taken, w, d, width, height) {
  for (let turn = 0; turn < 400; turn++) {
    const [angle, reach] = [turn * 0.45, turn / 400];
    const x = width / 2 - w / 2 + Math.cos(angle) * reach * width * 0.5;
    const y = height / 2 - d / 2 + Math.sin(angle) * reach * height * 0.5;
    const isInside = x >= 0 && y >= 0 && x + w <= width && y + d <= height;
    if (isInside && taken.every((one) => x + w <= one.x || one.x + one.w <= x || y + d <= one.y || one.y + one.d <= y)) return { x, y, w, d };
  }
  return null;
}
