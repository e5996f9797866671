"use strict";
/* Records of a layer by what they have in common: a table of groups, and the records of one. */
speechdata.groups = async (main, layer, query) => {
  const { make, say, named, select, growing, number, bar, quoted } = speechdata;
  const [index, data] = await Promise.all([speechdata.get("index"), speechdata.get(layer)]);
  const chosen = Object.fromEntries(query);
  const values = (at) => [...new Set(data.groups.flatMap((group) => group[3].map(([facets]) => facets[at])))]
    .filter((value) => value !== "").sort();
  const table = make("table", {});
  const holder = make("section", { className: "scroll" }, table);
  const words = make("input", { type: "search", value: chosen.q ?? "", placeholder: say("filter"), "aria-label": say("filter"),
    oninput: (event) => change("q", event.target.value) });
  const byYear = data.facets.includes("year");
  let first = 0;
  const starts = data.groups.map((group) => { first += group[1]; return first - group[1]; });

  main.append(make("h1", {}, named(layer)),
    make("form", { className: "filters", onsubmit: (event) => event.preventDefault() }, make("div", { className: "wide" }, words),
      ...data.facets.map((facet, at) => select(named(facet), [["", say("all")], ...values(at).map((value) => [value, named(value)])],
        chosen[facet] ?? "", (value) => change(facet, value)))),
    holder);
  draw();

  function change(name, value) {
    if (value) chosen[name] = value; else delete chosen[name];
    history.replaceState(null, "", `#/${layer}?${new URLSearchParams(chosen)}`);
    draw();
  }

  function count(group) {
    if (!data.facets.some((facet) => chosen[facet])) return group[1];
    return group[3].filter(([facets]) => facets.every((value, at) => !chosen[data.facets[at]] || value === chosen[data.facets[at]]))
      .reduce((sum, [, records]) => sum + records, 0);
  }

  function draw() {
    const wanted = (chosen.q ?? "").toLowerCase();
    const shown = data.groups.map((group, at) => ({ group, at, records: count(group) }))
      .filter(({ group, records }) => records && group[0].join("\n").toLowerCase().includes(wanted))
      .sort((a, b) => b.records - a.records);
    const most = shown[0]?.records ?? 1;
    const rows = make("tbody", {});
    table.replaceChildren(make("thead", {}, make("tr", {}, ...data.keys.map((key) => make("th", { scope: "col" }, named(key))),
      make("th", { scope: "col" }, say("records")), make("th", { scope: "col" }, say("in_speeches")), make("th", { scope: "col", className: byYear ? "years-column" : null }, say(byYear ? "years" : "share")))), rows);
    holder.replaceChildren(table, growing(rows, shown, (each) => row(each, most)));
    if (!shown.length) holder.append(make("p", {}, say("nothing")));
  }

  function row({ group, at, records }, most) {
    const cells = group[0].map((value, n) => make("td", {}, n ? named(value) : opener(value, group, at)));
    return make("tr", {}, ...cells, make("td", { className: "n" }, number(records)), make("td", { className: "n" }, number(group[2])),
      make("td", { className: byYear ? "years-column" : null }, byYear ? years(group) : bar(records / most)));
  }

  function opener(value, group, at) {
    return make("button", { type: "button", className: "open", "aria-expanded": "false", onclick: (event) => {
      const line = event.currentTarget.closest("tr");
      const isOpen = line.nextElementSibling?.classList.contains("rows");
      event.currentTarget.setAttribute("aria-expanded", String(!isOpen));
      if (isOpen) line.nextElementSibling.remove(); else line.after(opened(group, at));
    } }, value ? quoted(data.keys.includes("canonical") || data.keys.includes("addressee") ? value : named(value)) : say("no_value"));
  }

  function opened(group, at) {
    const list = make("ol", { className: "records" });
    const cell = make("td", { colspan: data.keys.length + 3 }, list);
    const numbers = [...Array(group[1]).keys()].map((n) => starts[at] + n);
    cell.append(growing(list, numbers, item, 50));
    return make("tr", { className: "rows" }, cell);
  }

  /** One record; its file is read when it is shown. */
  function item(at) {
    const line = make("li", {}, "…");
    speechdata.get(`${layer}/${Math.floor(at / data.rows)}`).then((rows) => {
      const n = at % data.rows;
      if (data.facets.some((facet) => chosen[facet] && rows[facet][n] !== chosen[facet])) return line.remove();
      const id = index.speeches.id[rows.speech[n]];
      const label = index.layers.find((each) => each.name === layer).label;
      const said = data.facets.map((facet) => rows[facet][n]).filter(Boolean).map(named).join(" · ");
      line.replaceChildren(make("a", { href: `#/speech/${id}/${label}:${rows.start[n]}-${rows.end[n]}` }, quoted(rows.text[n])),
        make("small", {}, ` ${said} `, quoted(index.speeches.title[rows.speech[n]] ?? id)));
    }, (error) => line.replaceChildren(say("failed", { what: error.message })));
    return line;
  }

  function years(group) {
    const counts = group[3].map(([facets, records]) => [facets[data.facets.indexOf("year")], records]);
    const most = Math.max(...counts.map(([, records]) => records));
    return make("span", { className: "years", role: "img", "aria-label": counts.map(([year, n]) => `${year || say("undated")}: ${n}`).join(", ") },
      ...counts.map(([year, records]) => make("span", { title: `${year || say("undated")}: ${records}` }, make("small", {}, year || "–"), bar(records / most))));
  }
};
