/* Brands against each other: share of voice, its change, and the share of negative voice beneath. */
const BRANDS_SHOWN = 7;
RENDERERS.share = (body, panel) => {
  const list = filtered("share_of_voice");
  const at = (when) => list.filter((row) => row.when === when);
  const tracked = { now: sums(at("now")), before: sums(at("before")) };
  if (!tracked.now.mention_count) return false;
  const brands = [...groupBy(list, "brand_id")].map(([id, own]) => {
    const [now, before] = ["now", "before"].map((when) => sums(own.filter((row) => row.when === when)));
    const value = (name, one, when) => metricValue(name, { mention_count: 0, negative_count: 0, ...one }, tracked[when]);
    return { id, name: own[0].brand, volume: now.mention_count ?? 0, share: value("share_of_voice", now, "now"),
      was: value("share_of_voice", before, "before"), negative: value("negative_share_of_voice", now, "now") };
  }).sort((a, b) => b.share - a.share);
  const own = brands.findIndex((brand) => brand.id === panel.options.brand_id);
  const shown = brands.slice(0, BRANDS_SHOWN);
  if (own >= BRANDS_SHOWN) shown.push(brands[own]);
  const widest = Math.max(...brands.flatMap((brand) => [brand.share, brand.negative ?? 0]), 1e-9);
  const bar = (kind, value) => h("span", { class: kind, style: { width: `${((value ?? 0) / widest) * 100}%` } });
  fill(body, h("ul", { class: "voices" }, shown.map((brand) => h("li", { class: brand.id === panel.options.brand_id ? "own" : "" },
    h("span", { class: "name", title: brand.name }, brand.name),
    h("span", { class: "value" }, percent(brand.share), h("i", {}, brand.was == null ? "" : ` ${points(brand.share - brand.was)}`)),
    h("span", { class: "track", "aria-hidden": "true" }, bar("main", brand.share), bar("thin", brand.negative)),
    h("span", { class: "detail" }, t(`${count(brand.volume)} 条 · 负面份额 ${percent(brand.negative)}`, `${count(brand.volume)} mentions · negative share ${percent(brand.negative)}`))))));
  const hidden = brands.length - shown.length;
  if (hidden) fill(body, h("p", { class: "note" }, t(`另有 ${hidden} 个品牌，共 ${brands.length} 个计入分母`, `${hidden} more brands; all ${brands.length} are in the denominator`)));
  return undefined;
};
