"use strict";
/* The frame: which view the address asks for, language, theme, keys. */
(() => {
  const THEMES = ["auto", "light", "dark"];
  const main = document.getElementById("main");
  const GROUPED = ["directives", "slogans", "placeholders"];
  const PLAIN = ["overview", "quarantine", "about"];
  let turn = 0;

  async function route() {
    const mine = ++turn;
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [view = "", ...rest] = decodeURIComponent(path).split("/");
    const page = document.createElement("div");
    const asked = new URLSearchParams(query);
    speechdata.onkey = null;
    try {
      if (view === "speech") await speechdata.reading(page, rest[0], rest[1]);
      else if (GROUPED.includes(view)) await speechdata.groups(page, view, asked);
      else if (PLAIN.includes(view)) await speechdata[view](page);
      else await speechdata.list(page, asked);
    } catch (error) {
      page.replaceChildren(speechdata.make("p", { className: "warning" }, speechdata.say("failed", { what: error.message })));
    }
    if (mine !== turn) return;
    main.replaceChildren(page);
    main.dataset.view = view || "speeches";
    page.querySelector(".current")?.scrollIntoView({ block: "center" });
    await frame(view || "speeches");
  }

  async function frame(view) {
    const { make, say, named } = speechdata;
    const names = ["speeches", "overview", ...GROUPED, "quarantine", "about"];
    document.documentElement.lang = speechdata.language === "zh" ? "zh-Hans" : "en";
    document.getElementById("nav").setAttribute("aria-label", say("views"));
    document.getElementById("nav").replaceChildren(...names.map((name) => make("a", {
      href: `#/${name}`, "aria-current": name === view || (name === "speeches" && view === "speech") ? "page" : null,
    }, GROUPED.includes(name) ? named(name) : say(name))));
    document.querySelector("[data-say=skip]").textContent = say("skip");
    document.getElementById("language").textContent = say("language");
    const theme = speechdata.remember("theme") || "auto";
    document.documentElement.dataset.theme = theme;
    document.getElementById("theme").textContent = `${say("theme")}: ${say(theme)}`;
    document.title = (await speechdata.get("index")).manifest.pretty_name;
  }

  document.getElementById("language").addEventListener("click", () => {
    speechdata.language = speechdata.language === "zh" ? "en" : "zh";
    speechdata.remember("language", speechdata.language);
    route();
  });
  document.getElementById("theme").addEventListener("click", () => {
    const now = document.documentElement.dataset.theme;
    const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
    speechdata.remember("theme", next);
    document.documentElement.dataset.theme = next;
    document.getElementById("theme").textContent = `${speechdata.say("theme")}: ${speechdata.say(next)}`;
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  document.addEventListener("keydown", (event) => {
    const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (!inField && !event.ctrlKey && !event.metaKey && !event.altKey) speechdata.onkey?.(event.key);
  });
  addEventListener("hashchange", route);
  route();
})();
