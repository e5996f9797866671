"use strict";
/* The dataset at a glance: what it holds, and its pictures. */
(() => {
  const LEADS_TO = { directives: "directives", addressees: "directives", slogans: "slogans", quality: "about" };

  /** A picture: SVG that the build drew, whose colours are the page's. */
  function drawing({ title, svg }) {
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    drawn.setAttribute("class", "chart");
    drawn.setAttribute("role", "group");
    drawn.setAttribute("aria-label", title);
    return document.adoptNode(drawn);
  }

  speechdata.overview = async (main) => {
    const { make, say, named, number, quoted, language } = speechdata;
    const [{ manifest, layers }, pictures] = await Promise.all([speechdata.get("index"), speechdata.get("pictures")]);
    const makers = new Set(manifest.gold.map((each) => each.made_by));
    const figure = ([name, picture]) => make("figure", { id: name }, make("h2", {}, picture.title), drawing(picture),
      make("figcaption", {},
        ...(name === "quality" ? [...makers].map((made_by) => make("p", {}, quoted(made_by))) : []),
        name in LEADS_TO ? make("a", { href: `#/${LEADS_TO[name]}` }, say("details")) : null));
    const drawn = Object.entries(pictures[language]).map(figure);
    main.append(make("h1", {}, quoted(manifest.pretty_name)),
      make("dl", { className: "totals" }, ...["speeches", ...layers.map((layer) => layer.name)].map((name) =>
        make("div", {}, make("dt", {}, named(name)), make("dd", {}, number(manifest.tables[name]))))),
      make("div", { className: "pictures" }, ...drawn),
      ...(manifest.quality.length ? [] : [make("p", {}, say("no_gold"))]));
  };
})();
