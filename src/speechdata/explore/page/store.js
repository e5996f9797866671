"use strict";
/* Data files are scripts that call speechdata.put(name, value): a page opened from disk may load scripts only. */
const speechdata = (() => {
  const KEPT = 12;
  const waiting = new Map();
  const loaded = new Map();

  /** Called by a data file. */
  function put(name, value) {
    const asked = waiting.get(name);
    if (asked) asked.resolve(value);
  }

  /** The value of data/<name>.js. Files of speeches and of rows are let go when newer ones come. */
  function get(name) {
    if (loaded.has(name)) {
      const value = loaded.get(name);
      loaded.delete(name);
      loaded.set(name, value);
      return value;
    }
    const promise = new Promise((resolve, reject) => {
      waiting.set(name, { resolve });
      const script = document.createElement("script");
      script.src = `data/${name}.js`;
      script.onerror = () => reject(new Error(`data/${name}.js`));
      script.onload = () => script.remove();
      document.head.append(script);
    }).finally(() => waiting.delete(name));
    promise.catch(() => loaded.delete(name));
    loaded.set(name, promise);
    const numbered = [...loaded.keys()].filter((key) => key.includes("/"));
    if (numbered.length > KEPT) loaded.delete(numbered[0]);
    return promise;
  }

  /** A setting that outlives the page, where the browser allows it. */
  function remember(key, value) {
    try {
      if (value === undefined) return localStorage.getItem(`speechdata.${key}`);
      localStorage.setItem(`speechdata.${key}`, value);
    } catch {
      return null; // storage is off
    }
    return value;
  }

  return { put, get, remember };
})();
