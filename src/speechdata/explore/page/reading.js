"use strict";
/* One speech: outline, text with its records, the source with what cleaning removed, and what a record says. */
speechdata.reading = async (main, id, wanted) => {
  const { make, say, named, number, quoted } = speechdata;
  const index = await speechdata.get("index");
  const at = index.speeches.id.indexOf(id);
  if (at < 0) return void main.append(make("p", {}, say("missing")));
  const speech = (await speechdata.get(`speeches/${index.speeches.file[at]}`))[id];
  const unit = speechdata.units(speech.text);
  const records = index.layers.flatMap((layer) => speech.layers[layer.name].map((values) => record(layer, values)));
  const hidden = new Set((speechdata.remember("hidden") ?? "").split(" ").filter(Boolean));
  const body = make("div", { className: "body" });
  const panel = make("aside", { className: "panel", "aria-live": "polite", hidden: true });
  let view = "text";
  let current = null;

  main.append(head(), make("div", { className: "reading" }, outline(), body), panel);
  draw();
  const asked = wanted && records.find((each) => each.id === wanted);
  if (asked) choose(asked);
  else if (wanted) main.prepend(make("p", { className: "warning" }, say("missing_record")));
  speechdata.onkey = (key) => {
    if (key === "Escape") close();
    if (key === "j") step(1);
    if (key === "k") step(-1);
  };

  function record(layer, values) {
    const short = `${layer.label}:${values.start}-${values.end}`;
    const kind = layer.field ? String(values[layer.field] ?? "") : "";
    return { id: short, layer, values, kind, from: unit(values.start), to: unit(values.end) };
  }

  function head() {
    const facts = ["speaker", "speaker_role", "date_text", "occasion", "salutation", "split"]
      .filter((name) => speech[name])
      .flatMap((name) => [make("dt", {}, named(name.replace("_text", ""))), make("dd", {}, quoted(speech[name]))]);
    const places = speech.occurrences.map((each) =>
      make("dd", {}, quoted(each.path), ` [${number(each.start)}, ${number(each.end)})`));
    const flags = [...new Set(speech.quality_flags.map((flag) => flag.code))].map((code) => make("dd", {}, named(code)));
    return make("div", { className: "head" },
      make("a", { href: "#/speeches" }, `← ${say("back")}`),
      make("h1", {}, quoted(speech.title ?? say("untitled"))),
      make("dl", {}, ...facts, make("dt", {}, say("source")), ...places,
        ...(flags.length ? [make("dt", {}, say("flag")), ...flags] : [])),
      toggles());
  }

  function toggles() {
    const views = ["text", "source"].map((name) => make("button", {
      type: "button", "aria-pressed": name === view, "data-view": name,
      onclick: (event) => {
        view = name;
        for (const each of event.target.parentElement.children) each.setAttribute("aria-pressed", each === event.target);
        draw();
      },
    }, say(name)));
    const layers = index.layers.map((layer) => {
      const kinds = [...new Set(records.filter((each) => each.layer === layer).map((each) => each.kind))].sort();
      return make("details", { className: "layer" },
        make("summary", {}, box(layer.name, layer.name, speech.layers[layer.name].length)),
        ...kinds.map((kind) => box(`${layer.name}.${kind}`, `${layer.name} ${kind}`,
          records.filter((each) => each.layer === layer && each.kind === kind).length)));
    });
    return make("div", { className: "toggles" }, make("span", { className: "views", role: "group" }, ...views),
      make("span", { className: "layers", role: "group", "aria-label": say("layers") }, ...layers),
      make("small", {}, say("keys")));
  }

  function box(key, classes, count) {
    const input = make("input", { type: "checkbox", checked: !hidden.has(key), "data-layer": key, onchange: () => {
      if (input.checked) hidden.delete(key); else hidden.add(key);
      speechdata.remember("hidden", [...hidden].join(" "));
      draw();
    } });
    return make("label", { className: `key ${classes}` }, input, make("span", {}, named(key.split(".").pop() || "no_value")), ` ${number(count)}`);
  }

  function outline() {
    const sections = records.filter((each) => each.layer.name === "sections");
    const items = sections.map((each) => {
      const item = make("li", {}, make("a", { href: address(each), onclick: (event) => follow(event, each) },
        speechdata.visible(`${each.values.marker}${each.values.heading ?? ""}`)));
      item.style.marginInlineStart = `${each.values.depth - 1}em`;
      return item;
    });
    const wide = matchMedia("(min-width: 800px)").matches;
    return make("details", { className: "outline", open: wide }, make("summary", {}, say("outline")),
      items.length ? make("ol", {}, ...items) : make("p", {}, say("no_outline")));
  }

  function visible() {
    return records.filter((each) => !hidden.has(each.layer.name) && !hidden.has(`${each.layer.name}.${each.kind}`));
  }

  function draw() {
    body.replaceChildren(view === "text" ? text() : speechdata.source(speech));
    mark();
  }

  function text() {
    const article = make("article", { lang: speech.script === "Hant" ? "zh-Hant" : "zh-Hans" });
    const seen = new Set();
    for (const line of speechdata.lines(speech.text, [...visible(), ...cues()])) {
      for (const part of speechdata.parts(line)) {
        article.append(make("p", {}, ...part.map((piece) => segment(piece, seen))));
      }
    }
    return article;
  }

  function cues() {
    return visible().filter((each) => each.values.cue_start !== undefined)
      .map((each) => ({ cue: true, from: unit(each.values.cue_start), to: unit(each.values.cue_end) }));
  }

  function segment({ start, end, records: over }, seen) {
    const words = speech.text.slice(start, end);
    if (!over.length) return words;
    const own = over.filter((each) => !each.cue);
    const classes = own.map((each) => `${each.layer.name} ${each.kind}`.trim());
    if (own.length < over.length) classes.push("cue");
    const first = own.filter((each) => !seen.has(each.id));
    for (const each of first) seen.add(each.id);
    return make("span", {
      className: classes.join(" "), "data-records": own.map((each) => each.id).join(" "),
      tabindex: first.length ? 0 : null, title: own.map(told).join("\n") || null,
      onclick: () => own.length && choose(own[own.length - 1], own),
      onkeydown: (event) => event.key === "Enter" && own.length && choose(own[own.length - 1], own),
    }, words);
  }

  function told(each) {
    const { values } = each;
    const parts = [named(each.layer.name), named(each.kind), values.cue, values.addressee, values.rule];
    return parts.filter(Boolean).map(speechdata.visible).join(" · ");
  }

  function address(each) {
    return `#/speech/${id}/${each.id}`;
  }

  function follow(event, each) {
    event.preventDefault();
    if (view !== "text") main.querySelector("[data-view=text]").click();
    choose(each);
  }

  /** Shows what a record says, and what stands in the same place; the address then leads to it. */
  function choose(each, beside = [each]) {
    current = each;
    history.replaceState(null, "", address(each));
    const others = beside.filter((other) => other !== each).map((other) =>
      make("button", { type: "button", onclick: () => choose(other, beside) }, told(other)));
    const fields = Object.entries(each.values).filter(([name]) => !/(^|_)(start|end|id)$/.test(name) && name !== "parent_id");
    panel.replaceChildren(
      make("div", { className: "bar-top" }, make("strong", {}, named(each.layer.name)),
        make("button", { type: "button", onclick: () => step(-1) }, say("previous")),
        make("button", { type: "button", onclick: () => step(1) }, say("next")),
        make("button", { type: "button", onclick: close }, say("close"))),
      make("blockquote", {}, quoted(speech.text.slice(each.from, each.to))),
      make("dl", {}, ...fields.flatMap(([name, value]) => [make("dt", {}, named(name)), make("dd", {}, quoted(named(value)))]),
        make("dt", {}, say("text")), make("dd", {}, `[${each.values.start}, ${each.values.end})`),
        make("dt", {}, say("source")), make("dd", {}, `[${each.values.source_start}, ${each.values.source_end})`)),
      make("a", { href: address(each), className: "link" }, say("link")), ...others);
    panel.hidden = false;
    mark();
    body.querySelector(".current")?.scrollIntoView({ block: "center" });
  }

  function mark() {
    for (const old of body.querySelectorAll(".current")) old.classList.remove("current");
    if (!current) return;
    for (const piece of body.querySelectorAll(`[data-records~="${current.id}"]`)) piece.classList.add("current");
  }

  function step(by) {
    const shown = visible().sort((a, b) => a.from - b.from || b.to - a.to);
    if (!shown.length) return;
    const now = shown.indexOf(current);
    choose(shown[now < 0 ? (by > 0 ? 0 : shown.length - 1) : (now + by + shown.length) % shown.length]);
  }

  function close() {
    panel.hidden = true;
    current = null;
    history.replaceState(null, "", `#/speech/${id}`);
    mark();
  }
};

/** The source of a speech: its text with what cleaning removed put back, struck through. */
speechdata.source = (speech) => {
  const { make, say, named } = speechdata;
  const marks = Array.from(speech.text);
  const article = make("article", { className: "source" });
  let place = speech.occurrences[0].start;
  let at = 0;
  for (const cut of speech.removed) {
    const kept = cut.start - place;
    article.append(marks.slice(at, at + kept).join(""));
    at += kept;
    place = cut.end;
    const shown = cut.text.replace(/\r?\n|\r/g, "⏎\n").replaceAll(" ", "␣").replaceAll("\u3000", "␣␣");
    article.append(make("del", { title: named(cut.kind), tabindex: 0 }, speechdata.visible(shown)));
  }
  article.append(marks.slice(at).join(""));
  return make("div", {}, make("p", { className: "note" }, say("source_note")), article);
};
