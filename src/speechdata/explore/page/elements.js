"use strict";
/* Elements are made here and filled as text, never as markup: what a source holds stays text. */
speechdata.make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "className") element.className = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
};

/** Text from a source: kept apart from the direction of what surrounds it, unseen marks shown as signs. */
speechdata.quoted = (text) => speechdata.make("bdi", {}, speechdata.visible(text));

speechdata.visible = (text) =>
  String(text ?? "").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    mark === "\n" || mark === "\t" ? mark : `<U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);

speechdata.number = (value) => value.toLocaleString(speechdata.language === "zh" ? "zh-CN" : "en");

/** Shows items a page at a time: the next ones come when the end of the list is near. */
speechdata.growing = (list, items, draw, size = 100) => {
  let shown = 0;
  const more = speechdata.make("button", { type: "button", className: "more", onclick: grow }, speechdata.say("more"));
  function grow() {
    list.append(...items.slice(shown, shown + size).map(draw));
    shown = Math.min(items.length, shown + size);
    more.hidden = shown >= items.length;
  }
  const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && grow());
  grow();
  seen.observe(more);
  return more;
};

/** A drop-down. */
speechdata.select = (label, options, chosen, change) => {
  const { make } = speechdata;
  const control = make("select", { onchange: (event) => change(event.target.value) });
  for (const [value, text] of options) {
    control.append(make("option", { value, selected: value === chosen }, text));
  }
  return make("label", {}, make("span", {}, label), control);
};

/** A bar whose length is a share. */
speechdata.bar = (share) => {
  const bar = speechdata.make("span", { className: "bar", "aria-hidden": "true" });
  bar.style.width = `${Math.max(1, Math.round(share * 100))}%`;
  return speechdata.make("span", { className: "track" }, bar);
};
