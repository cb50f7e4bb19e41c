/* The posts behind a choice: n of N, highlighted evidence, CSV. */
const DIMENSIONS = ["day", "platform", "tone", "topic", "product", "complaint_type", "author_id", "term"];
RENDERERS.posts = (body, panel) => {
  const found = chosenPosts();
  const total = chosenTotal();
  const shown = found.slice(0, state.shown);
  const totalText = total.isExact ? count(total.number) : t(`至少 ${count(total.number)}`, `at least ${count(total.number)}`);
  const summary = h("p", { class: "count", role: "status" },
    t(`显示 ${count(shown.length)} 条，页内 ${count(found.length)} 条，共 ${totalText} 条`, `${count(shown.length)} shown, ${count(found.length)} on this page, ${totalText} in all`));
  const tool = (text, act, id) => h("button", { type: "button", class: "quiet", id, disabled: !found.length, onclick: act }, text);
  const order = h("select", { "aria-label": t("排序", "Order"), onchange: (event) => { state.order = event.target.value; renderPanel(panel.name); } },
    [["engagement", t("按互动", "By engagement")], ["day", t("按时间", "By time")]].map(([value, text]) => h("option", { value, selected: state.order === value }, text)));
  fill(body, h("div", { class: "toolbar" }, summary, chips(), h("div", { class: "tools" }, order,
    tool(t("复制 CSV", "Copy CSV"), (event) => copyCsv(found, event.target), "copy"), tool(t("下载 CSV", "Download CSV"), () => saveCsv(found), "download"))),
  shown.length ? h("ol", { class: "posts" }, shown.map(postItem)) : h("p", { class: "empty" }, t(
    "页内没有内嵌这一选择的帖子；用“口径与 SQL”里的语句可以取得全部。", "No post of this choice is embedded; the SQL below gives all of them.")),
  found.length > shown.length ? h("button", { type: "button", class: "more", onclick: () => { state.shown += 20; renderPanel(panel.name); } },
    t(`再看 ${Math.min(20, found.length - shown.length)} 条`, `Show ${Math.min(20, found.length - shown.length)} more`)) : null);
};
const holds = (row, term) => `${row.title ?? ""}\n${row.text ?? ""}`.toLowerCase().includes(term);
const matches = (row, chosen) => Object.entries(chosen).every(([key, value]) => (key === "term" ? holds(row, value) : value === "*" ? row[key] != null : row[key] === value));
const isEarlier = () => state.chosen.day && state.chosen.day < PAGE.now.start;
function chosenPosts() {
  const list = filtered(isEarlier() ? "posts_per_day" : "posts").filter((row) => matches(row, state.chosen));
  const byEngagement = (a, b) => (b.engagement_count ?? -1) - (a.engagement_count ?? -1);
  return list.sort(state.order === "day" ? (a, b) => b.day.localeCompare(a.day) || byEngagement(a, b) : byEngagement);
}
/* N: from the daily totals before the period, from the cube inside it. */
function chosenTotal() {
  const chosen = { ...state.chosen };
  const known = isEarlier() ? ["day"] : PAGE.tables.mention_cube.columns;
  const isExact = Object.keys(chosen).every((key) => known.includes(key));
  if (!isExact) return totalWithout(chosen, known);
  const list = filtered(isEarlier() ? "daily_series" : "mention_cube").filter((row) => matches(row, chosen));
  return { number: sums(list).mention_count ?? 0, isExact: true };
}
function totalWithout(chosen) {
  if (Object.keys(chosen).length === 1 && chosen.author_id) {
    const row = rows("influencers").find((one) => one.author_id === chosen.author_id);
    if (row && !state.platforms.size) return { number: row.mention_count, isExact: true };
  }
  const word = Object.keys(chosen).length === 1 && !state.platforms.size && rows("words").find((one) => one.term === chosen.term);
  return { number: Math.max(chosenPosts().length, word ? word.mention_count : 0), isExact: false };
}
function chips() {
  const names = { day: t("日期", "Day"), platform: t("平台", "Platform"), tone: t("情感", "Tone"), topic: t("话题", "Topic"), product: t("产品", "Product"), complaint_type: t("投诉", "Complaint"), author_id: t("作者", "Author"), term: t("含词", "Word") };
  const text = (key, value) => (value === "*" ? t("全部", "any") : value == null ? t("未提及", "none") : key === "author_id" ? authorName(value) : PAGE.names[key] ? nameOf(key, value) : value);
  const active = DIMENSIONS.filter((key) => key in state.chosen);
  if (!active.length) return null;
  const without = (key) => Object.fromEntries(Object.entries(state.chosen).filter(([name]) => name !== key));
  return h("div", { class: "chosen", role: "group", "aria-label": t("已选条件", "Chosen") }, active.map((key) => h("button", { type: "button", class: "chip on", onclick: () => choose(without(key), { scroll: false }),
    "aria-label": t(`去掉 ${names[key]}`, `Remove ${names[key]}`) }, `${names[key]} `, h("b", {}, text(key, state.chosen[key])), " ×")),
    active.length > 1 ? h("button", { type: "button", class: "quiet", onclick: () => choose({}, { scroll: false }) }, t("清除", "Clear")) : null);
}
const anonymous = (id) => (id ? t(`匿名 ${id.slice(2, 6)}`, `Anonymous ${id.slice(2, 6)}`) : t("匿名", "Anonymous"));
const nameOfAuthor = (row) => (row.author_id && row.author_name) || anonymous(row.author_id);
const authorName = (id) => nameOfAuthor(rows("posts").find((row) => row.author_id === id) ?? { author_id: id });
function postItem(row) {
  const url = safeUrl(row.url);
  const tags = [row.product, row.topic, row.complaint_type && `${t("投诉", "Complaint")} · ${nameOf("complaint_type", row.complaint_type)}`,
    PAGE.names.content_class[row.content_class] && nameOf("content_class", row.content_class)].filter(Boolean);
  const doubts = [row.is_water_army && t("疑似水军", "Suspected water army"), row.is_duplicate && !row.is_water_army && t("重复内容", "Duplicate")].filter(Boolean);
  return h("li", { class: "post" },
    h("div", { class: "meta" }, h("span", { class: `tone ${row.tone}` }, nameOf("tone", row.tone)), h("span", {}, row.day), h("span", {}, nameOf("platform", row.platform)),
      row.kind !== "post" ? h("span", {}, nameOf("kind", row.kind)) : null,
      h("span", { class: "author" }, nameOfAuthor(row), row.author_tier ? ` · ${nameOf("tier", row.author_tier)}` : ""),
      row.engagement_count == null ? null : h("span", { class: "engagement" }, t("互动 ", "Engagement "), h("b", {}, short(row.engagement_count)))),
    row.title ? h("p", { class: "title", dir: "auto" }, row.title) : null,
    h("p", { class: "text", dir: "auto" }, row.text ? highlighted(row) : t("（无文本）", "(no text)")),
    h("div", { class: "tags" }, tags.map((text) => h("span", { class: "tag", title: text }, text)), doubts.map((text) => h("span", { class: "tag doubt" }, text)),
      url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("原文 ↗", "Source ↗")) : null));
}
function highlighted(row) {
  const pieces = [];
  let at = 0;
  for (const [start, end] of JSON.parse(row.evidence || "[]").sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    pieces.push(row.text.slice(at, start), h("mark", { class: row.tone }, row.text.slice(start, end)));
    at = end;
  }
  return [...pieces, row.text.slice(at)];
}
const CSV_COLUMNS = ["day", "platform", "author_name", "tone", "topic", "product", "complaint_type", "engagement_count", "text", "url", "mention_id"];
/* A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
function csvCell(value) {
  let text = value == null ? "" : String(value);
  if (/^[\s\u0000-\u001f]*[=+\-@＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
const csvOf = (list) => [CSV_COLUMNS.join(","), ...list.map((row) => CSV_COLUMNS.map((name) => csvCell(row[name])).join(","))].join("\r\n");
function copyCsv(list, button) {
  const done = () => { button.textContent = t("已复制", "Copied"); };
  const area = h("textarea", { class: "offscreen" });
  area.value = csvOf(list);
  document.body.append(area);
  area.select();
  if (document.execCommand("copy")) done();
  area.remove();
}
function saveCsv(list) {
  const link = h("a", { download: `${PAGE.brand.brand_id}_${PAGE.now.start}_${PAGE.now.end}.csv`, href: URL.createObjectURL(new Blob(["\ufeff", csvOf(list)], { type: "text/csv" })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
