"use strict";
/* What was kept out, and the facts of the dataset. */
speechdata.table = (heads, rows) => {
  const { make } = speechdata;
  return make("div", { className: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell)))))));
};

speechdata.quarantine = async (main) => {
  const { make, say, quoted, table } = speechdata;
  const { manifest } = await speechdata.get("index");
  const rows = manifest.quarantine.map((each) => [quoted(each.path), each.code, quoted(each.message)]);
  main.append(make("h1", {}, say("quarantine")), make("p", {}, say("why_out")),
    rows.length ? table([say("path"), say("code"), say("message")], rows) : make("p", {}, say("nothing")));
};

speechdata.about = async (main) => {
  const { make, say, named, number, table, quoted } = speechdata;
  const { manifest } = await speechdata.get("index");
  const figure = (value) => value === null ? "–" : value.toFixed(3);
  main.append(make("h1", {}, manifest.pretty_name),
    make("h2", {}, say("tables")),
    table([say("tables"), say("records")], Object.entries(manifest.tables).map(([name, rows]) => [named(name), number(rows)])),
    make("h2", {}, say("quality")),
    ...(manifest.quality.length ? [
      table([say("gold"), say("layer"), say("exact"), say("overlap")], manifest.quality.map((each) =>
        [quoted(each.gold), named(each.layer), figure(each.exact.f1), figure(each.overlap.f1)])),
      make("h2", {}, say("made_by")),
      ...manifest.gold.map((each) => make("p", {}, quoted(`${each.path}: ${each.made_by}`))),
    ] : [make("p", {}, say("no_gold"))]),
    make("h2", {}, say("versions")),
    table([say("versions"), ""], Object.entries({ dataset: manifest.version, guideline: manifest.guideline, ...manifest.packages })));
};
