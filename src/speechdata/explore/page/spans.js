"use strict";
/* Offsets of the data count code points; strings here count UTF-16 units. */
speechdata.units = (text) => {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const places = [];
  let at = 0;
  for (const mark of text) {
    places.push(at);
    at += mark.length;
  }
  places.push(at);
  return (offset) => places[offset];
};

/** Cuts a line of many thousand characters into parts that a browser lays out one by one; never inside a record. */
speechdata.parts = (line, most = 4000) => {
  const parts = [[]];
  let length = 0;
  for (const piece of line) {
    for (let start = piece.start; start < piece.end;) {
      const end = piece.records.length ? piece.end : Math.min(piece.end, start + most);
      if (length >= most && !piece.records.length) {
        parts.push([]);
        length = 0;
      }
      parts[parts.length - 1].push({ start, end, records: piece.records });
      length += end - start;
      start = end;
    }
  }
  return parts;
};

/** The lines of a text, each cut where a record begins or ends: [[{start, end, records}]], in UTF-16 units. */
speechdata.lines = (text, records) => {
  const edges = new Set();
  for (const record of records) edges.add(record.from).add(record.to);
  const sorted = [...records].sort((a, b) => a.from - b.from || b.to - a.to);
  const cuts = [...edges].sort((a, b) => a - b);
  const lines = [];
  let cut = 0;
  let next = 0;
  let open = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = [];
    let at = start;
    while (at < end) {
      while (cut < cuts.length && cuts[cut] <= at) cut += 1;
      const to = Math.min(end, cuts[cut] ?? end);
      const before = next;
      while (next < sorted.length && sorted[next].from <= at) next += 1;
      open = [...open, ...sorted.slice(before, next)].filter((record) => record.to > at);
      line.push({ start: at, end: to, records: open });
      at = to;
    }
    lines.push(line);
    start = end + 1;
  }
  return lines;
};
