"use strict";
/* Finding a brand among many: a search, an order, and two views of the same brands. Without it all is there, in full. */
const en = () => location.hash === "#en";
/* What is seen follows the address by itself; this is for attributes, options and links to pages. */
function speak() {
  const language = en() ? "en" : "zh-CN";
  if (language === document.documentElement.lang) return;
  document.documentElement.lang = language;
  for (const name of ["title", "aria-label", "placeholder"])
    for (const element of document.querySelectorAll(`[data-other-${name}]`)) {
      const now = element.getAttribute(name);
      element.setAttribute(name, element.getAttribute(`data-other-${name}`));
      element.setAttribute(`data-other-${name}`, now);
    }
  for (const option of document.querySelectorAll("option"))
    [option.textContent, option.dataset.other] = [option.dataset.other, option.textContent];
  for (const link of document.querySelectorAll("main a"))
    link.setAttribute("href", link.getAttribute("href").split("#")[0] + (en() ? "#en" : ""));
  if (document.getElementById("find")) search();
}
const rowsOf = () => [...document.querySelectorAll("tr[data-brand]")];
const figure = (row, name) => {
  const text = row.querySelector(`[data-key="${name}"]`)?.firstChild?.textContent ?? "";
  const value = Number(text.replace("\u2212", "-").replace(/[%,]/g, ""));
  return text.trim() && Number.isFinite(value) ? value : null;
};
rowsOf().forEach((row, place) => { row.dataset.place = place; });
function search() {
  const wanted = document.getElementById("find").value.trim().toLowerCase();
  let shown = 0;
  for (const row of rowsOf()) {
    row.hidden = !row.dataset.brand.toLowerCase().includes(wanted);
    shown += !row.hidden && row.closest("table").classList.contains("brands");
  }
  document.getElementById("found").textContent = wanted ? (en() ? `${shown} found` : `找到 ${shown} 个品牌`) : "";
}
function order() {
  const [name, direction] = document.getElementById("order").value.split(":");
  const rank = new Map(rowsOf().filter((row) => row.closest("table").classList.contains("brands")).map((row) => [row.dataset.brand, row]));
  const compare = (one, other) => {
    const [a, b] = [rank.get(one.dataset.brand) ?? one, rank.get(other.dataset.brand) ?? other];
    if (name === "brand") return a.dataset.brand.localeCompare(b.dataset.brand, "zh-CN");
    if (name === "place") return a.dataset.place - b.dataset.place;
    const [x, y] = [figure(a, name), figure(b, name)];
    return (x == null) - (y == null) || (direction === "up" ? x - y : y - x) || a.dataset.place - b.dataset.place;
  };
  for (const body of document.querySelectorAll("tbody")) body.append(...[...body.querySelectorAll("tr[data-brand]")].sort(compare));
}
function view(name) {
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
  const weeks = document.querySelector(".calendar")?.parentElement;
  if (weeks) weeks.scrollLeft = weeks.scrollWidth;
}
if (document.getElementById("find")) {
  document.querySelector(".finder").hidden = false;
  document.getElementById("find").addEventListener("input", search);
  document.getElementById("order").addEventListener("change", order);
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => view(button.dataset.view));
  if (document.querySelector("[data-view]")) view("now");
}
addEventListener("hashchange", speak);
speak();
document.body.dataset.ready = "1";
