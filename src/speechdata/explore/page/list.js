"use strict";
/* The list of speeches with search and filters; what is chosen stands in the address. */
speechdata.list = async (main, query) => {
  const { make, say, named, select, growing, number } = speechdata;
  const index = await speechdata.get("index");
  const speeches = index.speeches;
  const total = speeches.id?.length ?? 0;
  const chosen = Object.fromEntries(query);
  const folders = (path) => path.split("/").slice(0, -1).map((_, at, parts) => parts.slice(0, at + 1).join("/"));
  const distinct = (values) => [...new Set(values)].filter((value) => value !== null && value !== "").sort();
  const years = distinct((speeches.date ?? []).map((date) => date?.slice(0, 4) ?? null));
  const options = (values) => [["", say("all")], ...values.map((value) => [value, named(value)])];
  const NOT_STATED = "-";
  const publishers = index.publishers.map((name) => [name || NOT_STATED, name ? speechdata.visible(name) : say("no_value")]);
  let searching = 0;

  const results = make("section", { "aria-live": "polite" });
  const words = make("input", { type: "search", value: chosen.q ?? "", placeholder: say("search"), "aria-label": say("search") });
  words.addEventListener("input", () => change("q", words.value));
  const deep = make("input", { type: "checkbox", checked: chosen.deep === "1", onchange: () => change("deep", deep.checked ? "1" : "") });
  const form = make("form", { className: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    make("div", { className: "wide" }, words, make("label", { className: "check" }, deep, say("search_text"))),
    select(say("from"), options(years), chosen.from ?? "", (value) => change("from", value)),
    select(say("to"), options(years), chosen.to ?? "", (value) => change("to", value)),
    select(say("place"), options(distinct((speeches.paths ?? []).flat().flatMap(folders))), chosen.place ?? "", (value) => change("place", value)),
    select(say("publisher"), [["", say("all")], ...publishers], chosen.publisher ?? "", (value) => change("publisher", value)),
    select(say("split"), options(distinct(speeches.split ?? [])), chosen.split ?? "", (value) => change("split", value)),
    select(say("template"), [["", say("all")], ["1", say("yes")], ["0", say("no")]], chosen.template ?? "", (value) => change("template", value)),
    select(say("flag"), options(distinct((speeches.flags ?? []).flat())), chosen.flag ?? "", (value) => change("flag", value)),
    make("button", { type: "button", onclick: () => { location.hash = "#/speeches"; } }, say("reset")));
  main.append(form, results);
  await show();

  function change(name, value) {
    if (value) chosen[name] = value; else delete chosen[name];
    const address = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", `#/speeches${address ? `?${address}` : ""}`);
    show();
  }

  function fits(at, wanted, ignore_words) {
    const date = speeches.date[at];
    if (chosen.from && !(date && date.slice(0, 4) >= chosen.from)) return false;
    if (chosen.to && !(date && date.slice(0, 4) <= chosen.to)) return false;
    if (chosen.place && !speeches.paths[at].some((path) => path.startsWith(`${chosen.place}/`))) return false;
    if (chosen.publisher && !speeches.publishers[at].some((n) => publishers[n][0] === chosen.publisher)) return false;
    if (chosen.split && speeches.split[at] !== chosen.split) return false;
    if (chosen.template && String(speeches.template[at]) !== chosen.template) return false;
    if (chosen.flag && !speeches.flags[at].includes(chosen.flag)) return false;
    return ignore_words || !wanted || heading(at).includes(wanted);
  }

  function heading(at) {
    return [speeches.title[at], speeches.speaker[at], speeches.occasion[at], ...speeches.paths[at], speeches.id[at]]
      .join("\n").toLowerCase();
  }

  async function show() {
    const wanted = words.value.trim().toLowerCase();
    const turn = ++searching;
    const numbers = [...Array(total).keys()];
    let found = numbers.filter((at) => fits(at, wanted, false));
    if (wanted && deep.checked) found = await inTexts(numbers.filter((at) => fits(at, wanted, true)), wanted, turn);
    if (turn !== searching) return;
    const list = make("ol", { className: "speeches" });
    results.replaceChildren(
      make("p", { className: "count" }, say("found", { n: number(found.length), all: number(total) })), list);
    results.append(growing(list, found, row));
  }

  /** Reads the texts of the speeches a file at a time; a new search ends it. */
  async function inTexts(numbers, wanted, turn) {
    const progress = make("progress", { max: numbers.length, value: 0 });
    results.replaceChildren(make("p", {}, say("searching"), " ", progress));
    const found = [];
    for (const at of numbers) {
      const file = await speechdata.get(`speeches/${speeches.file[at]}`);
      if (turn !== searching) return [];
      if (heading(at).includes(wanted) || file[speeches.id[at]].text.toLowerCase().includes(wanted)) found.push(at);
      progress.value += 1;
    }
    return found;
  }

  function row(at) {
    const stated = speeches.publishers[at].map((n) => index.publishers[n]);
    const facts = [speeches.speaker[at], ...stated, speeches.paths[at][0]].filter(Boolean).map((fact) => speechdata.quoted(fact));
    const marks = [named(speeches.split[at]), say("chars", { n: number(speeches.chars[at]) }),
      say("n_directives", { n: number(speeches.directives[at]) }), ...(speeches.template[at] ? [say("template")] : []),
      ...speeches.flags[at].map(named)];
    return make("li", {},
      make("a", { href: `#/speech/${speeches.id[at]}` }, speechdata.quoted(speeches.title[at] ?? say("untitled"))),
      make("time", {}, speeches.date[at] ?? say("undated")),
      make("p", {}, ...facts.flatMap((fact, n) => n ? [" · ", fact] : [fact])),
      make("p", { className: "marks" }, ...marks.map((mark) => make("span", {}, mark))));
  }
};
