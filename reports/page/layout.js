/* The grid without holes: a wide panel stands beside a narrow one; what has no partner takes a row, narrow ones share it. */
function rowsOf(panels) {
  const wide = panels.filter((panel) => panel.width === "wide");
  const narrow = panels.filter((panel) => panel.width !== "wide");
  const [curve, drivers] = ["curve", "drivers"].map((name) => panels.find((panel) => panel.name === name));
  const rest = [wide.filter((panel) => panel !== curve), narrow.filter((panel) => panel !== drivers || !curve)];
  const made = curve ? [drivers ? [curve, drivers] : [curve]] : [];
  if (rest[0].length === 1 && rest[1].length === 2) made.push([rest[0].shift()]);
  else if (rest[1].length - rest[0].length === 1 && made[0]?.length === 1) made[0].push(rest[1].shift());
  while (rest[0].length) made.push([rest[0].shift(), rest[1].shift()].filter(Boolean));
  if (rest[1].length) made.push(rest[1]);
  return made;
}
/* Rows between the tiles and the first panel of full width; hidden panels leave no hole. */
function arrange() {
  const shown = PAGE.panels.filter((panel) => !document.getElementById(`p-${panel.name}`).hidden);
  const inGrid = shown.filter((panel) => panel.width !== "full");
  const made = rowsOf(inGrid);
  const placed = [...shown.filter((panel) => panel.name === "tiles"), ...made.flat()];
  for (const row of made) for (const panel of row) document.getElementById(`p-${panel.name}`).classList.toggle("alone", row.length === 1);
  const order = [...placed, ...shown.filter((panel) => !placed.includes(panel))];
  order.forEach((panel, i) => { document.getElementById(`p-${panel.name}`).style.order = i; });
}
