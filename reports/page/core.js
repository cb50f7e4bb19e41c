"use strict";
/* Data, state and the small tools every renderer uses. Text only ever becomes text nodes: nothing from a post is markup. */
const PAGE = JSON.parse(document.getElementById("data").textContent);
const RENDERERS = {};
const state = { lang: { "#en": "en", "#zh": "zh" }[location.hash] ?? PAGE.language ?? "zh", platforms: new Set(), chosen: {}, order: "engagement", shown: 10, heat: "complaint_type" };
const COLOURS = { positive: "#2c6fad", neutral: "#c9cfd6", negative: "#c44e1a", ink: "#1b2530", muted: "#56626e",
  line: "#e4e7ea", volume: "#d5dbe1", shade: "#f1f3f5" };
const JUDGED = ["positive_count", "neutral_count", "negative_count"];

const en = () => state.lang === "en";
const t = (zh, english) => (en() ? english : zh);
const pick = (pair) => pair[en() ? 1 : 0];
const nameOf = (kind, code) => (code == null ? t("未提及", "None named") : pick(PAGE.names[kind]?.[code] ?? [code, code]));

/* Rows of an answer as objects. */
const objects = {};
function rows(name) {
  if (!objects[name]) {
    const table = PAGE.tables[name] ?? { columns: [], rows: [] };
    objects[name] = table.rows.map((row) => Object.fromEntries(table.columns.map((column, i) => [column, row[i]])));
  }
  return objects[name];
}
const inPlatforms = (row) => !state.platforms.size || state.platforms.has(row.platform);
const filtered = (name) => rows(name).filter(inPlatforms);

/* Sum the count columns; a column that no row knows stays null: unknown is not zero. */
function sums(list) {
  const out = {};
  for (const row of list)
    for (const key in row)
      if (key.endsWith("_count")) out[key] = row[key] == null ? out[key] ?? null : (out[key] ?? 0) + row[key];
  return out;
}
/* The one definition of the registry, computed here. */
function combine(terms, from) {
  let total = 0;
  for (const column in terms) {
    if (from[column] == null) return null;
    total += terms[column] * from[column];
  }
  return total;
}
function metricValue(name, own, tracked) {
  const metric = PAGE.metrics[name];
  const top = combine(metric.numerator, own);
  if (!metric.denominator) return top;
  const bottom = combine(metric.denominator, metric.is_share_of_tracked ? tracked ?? {} : own);
  return top == null || !bottom ? null : top / bottom;
}
/* How many mentions a figure stands on, and whether they are enough for a percentage or a verdict (see MIN_MENTIONS). */
const baseOf = (metric, own, tracked) =>
  metric.is_share_of_tracked ? tracked?.mention_count ?? 0 : metric.denominator && metric.unit === "balance" ? judgedOf(own) : own.mention_count ?? 0;
const isEnough = (number) => number >= PAGE.minimum;
const judgedOf = (own) => JUDGED.reduce((total, name) => total + (own[name] ?? 0), 0);
/* Half of the 95% interval from sampling alone: of a balance of two parts, or of one share. */
function margin(metric, own) {
  const bottom = metric.denominator && combine(metric.denominator, own);
  if (!bottom || metric.is_share_of_tracked || metric.unit === "ratio") return null;
  const value = combine(metric.numerator, own) / bottom;
  const spread = metric.unit === "balance" ? ((own.positive_count + own.negative_count) / bottom) : value;
  return 1.96 * Math.sqrt(Math.max(0, spread - value * value) / bottom);
}
const groupBy = (list, key) => {
  const groups = new Map();
  for (const row of list) {
    const value = typeof key === "function" ? key(row) : row[key];
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(row);
  }
  return groups;
};

/* Figures as people read them. */
const MINUS = "\u2212";
const count = (value) => (value == null ? "—" : Math.round(value).toLocaleString("en-US"));
const sign = (text, value) => (value < 0 ? MINUS : "+") + text;
const percent = (value, digits = 1) =>
  value == null ? "—" : (value < 0 ? MINUS : "") + Math.abs(value * 100).toFixed(digits) + "%";
const points = (value) => sign(Math.abs(value * 100).toFixed(1), value);
function short(value) {
  if (value == null) return "—";
  const steps = en() ? [[1e6, "M"], [1e3, "K"]] : [[1e8, "亿"], [1e4, "万"]];
  for (const [floor, unit] of steps) if (value >= floor) return (value >= 10 * floor ? count(value / floor) : (value / floor).toFixed(1)) + unit;
  return count(value);
}
const show = (metric, value) =>
  value == null ? "—" : metric.unit === "count" ? (value >= 1e6 ? short(value) : count(value))
    : metric.unit === "ratio" ? (value >= 100 ? count(value) : value.toFixed(1)) : percent(value);
const monthDay = (day) => (day ? day.slice(5).replace("-", "/").replace(/^0|(?<=\/)0/g, "") : "—");
const span = (start, end) => (start === end ? start : `${start} ${t("至", "to")} ${end}`);

/* Elements: h("button", {class: "x", onclick: f}, "text", child, ...). */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") Object.assign(element.style, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  fill(element, children);
  return element;
}
function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
const fill = (parent, ...children) => parent.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
const safeUrl = (url) => (/^https?:\/\//i.test(url ?? "") ? url : null);

/* Every number that leads to posts is a button. */
function toPosts(chosen, ...children) {
  const attributes = { class: "link", type: "button", onclick: () => choose(chosen), title: t("看原帖", "See the posts") };
  return h("button", attributes, ...children);
}
function choose(chosen, { scroll = true } = {}) {
  state.chosen = chosen;
  state.shown = 10;
  renderPanel("posts");
  const posts = document.getElementById("p-posts");
  if (scroll && posts) {
    posts.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "start" });
    posts.querySelector("h2").focus({ preventScroll: true });
  }
}
function jump(name) {
  document.getElementById(`p-${name}`)?.scrollIntoView({ behavior: "smooth", block: "start" });
}
