/* Brands against each other: share of voice, its change, and the share of negative voice beneath. */
const BRANDS_SHOWN = 6;
RENDERERS.share = (body, panel) => {
  const list = filtered("share_of_voice");
  const at = (when) => list.filter((row) => row.when === when);
  const tracked = { now: sums(at("now")), before: sums(at("before")) };
  if (!tracked.now.mention_count) return false;
  const brands = [...groupBy(list, "brand_id")].map(([id, own]) => {
    const [now, before] = ["now", "before"].map((when) => sums(own.filter((row) => row.when === when)));
    const value = (name, one, when) => metricValue(name, { mention_count: 0, negative_count: 0, ...one }, tracked[when]);
    return { id, name: own[0].brand, hadVoice: Boolean(before.mention_count), volume: now.mention_count ?? 0, share: value("share_of_voice", now, "now"),
      was: value("share_of_voice", before, "before"), negative: value("negative_share_of_voice", now, "now") };
  }).sort((a, b) => b.share - a.share);
  const { brand_id: self, compared } = panel.options;
  const own = brands.find((brand) => brand.id === self);
  const loud = brands.filter((brand) => brand.volume || brand.id === self);
  const shown = loud.slice(0, BRANDS_SHOWN);
  if (own && !shown.includes(own)) shown.push(own);
  const isComparable = own?.hadVoice && isEnough(tracked.before.mention_count ?? 0) && isEnough(tracked.now.mention_count);
  const widest = Math.max(...brands.flatMap((brand) => [brand.share, brand.negative ?? 0]), 1e-9);
  const bar = (kind, value) => !value ? null : h("span", { class: kind, style: { width: `${((value ?? 0) / widest) * 100}%` } });
  fill(body, h("ul", { class: "voices" }, shown.map((brand) => h("li", { class: brand.id === self ? "own" : "" },
    h("span", { class: "name", title: brand.name }, brand.name),
    h("span", { class: "value" }, percent(brand.share), h("i", {}, brand.was == null || !isComparable ? "" : ` ${points(brand.share - brand.was)}`)),
    h("span", { class: "track", "aria-hidden": "true" }, bar("main", brand.share), bar("thin", brand.negative)),
    h("span", { class: "detail" }, t(`${count(brand.volume)} 条`, `${count(brand.volume)} mentions`),
      brand.negative == null ? "" : t(` · 负面份额 ${percent(brand.negative)}`, ` · negative share ${percent(brand.negative)}`))))));
  fill(body, h("p", { class: "note" }, voiceNotes(loud, shown, brands, compared, tracked.now.mention_count).join(t("；", "; "))));
  return undefined;
};
/* What the shares are shares of, in words. */
function voiceNotes(loud, shown, brands, compared, total) {
  const names = compared.join(t("、", ", "));
  const scope = compared.length ? t(`对比：${names}`, `Compared with ${names}`) : t("对比：全部监测品牌", "Compared with all tracked brands");
  const hidden = loud.length - shown.length;
  const silent = brands.length - loud.length;
  const word = PAGE.words[en() ? 2 : 0];
  return [scope,
    hidden && t(`另有 ${hidden} 个声量较小的品牌计入分母`, `${hidden} smaller brands are in the denominator`),
    silent && t(`${silent} 个品牌${word}没有提及`, `${silent} brands without a mention ${word}`),
    !isEnough(total) && t(`合计仅 ${count(total)} 条，份额仅供参考`, `only ${count(total)} in all: shares are a hint at best`)].filter(Boolean);
}
