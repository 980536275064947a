"use strict";
(() => {
  const SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  const ownText = cell => {
    const name = cell.querySelector(".name, .chip");
    const text = name || [...cell.childNodes].find(n => n.nodeType === 3 && n.data.trim());
    return text ? text.textContent.trim() : "";
  };

  /* A number as the page writes it, such as 1.2, =3, 14.1x10^-3 or 33.2 dB; null for other texts. */
  const number = text => {
    const plain = text
      .replace(/[\u2009=]/g, "")
      .replace(/\u2212/g, "-")
      .replace(/\u00d710([\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)/, (all, power) =>
        "e" + [...power].map(c => (c === "\u207b" ? "-" : SUPERSCRIPTS.indexOf(c))).join(""));
    const value = parseFloat(plain);
    return Number.isNaN(value) ? null : value;
  };

  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };

  const sortBy = (table, heads, column, ascending) => {
    const numeric = heads[column].classList.contains("num");
    const keyed = [...table.tBodies[0].rows].map(row => {
      const text = ownText(row.cells[column]);
      return { row, key: numeric ? number(text) : text || null };
    });
    keyed.sort((a, b) => {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
      return ascending ? compare(a.key, b.key) : compare(b.key, a.key);
    });
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    table.tBodies[0].append(...keyed.map(one => one.row));
  };

  const sortable = table => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () =>
        sortBy(table, heads, column, head.getAttribute("aria-sort") !== "ascending"));
      head.append(button);
    });
  };

  const bits = precision => Number(precision.match(/\d+$/));

  const filterable = table => {
    const rows = [...table.tBodies[0].rows];
    const bar = document.createElement("div");
    bar.className = "filter";
    const label = document.createElement("label");
    const search = document.createElement("input");
    search.type = "search";
    label.append("Layers whose name has ", search);
    const count = document.createElement("span");
    count.className = "muted";
    count.setAttribute("role", "status");
    const buttons = [];
    const apply = () => {
      const wanted = buttons.filter(b => b.getAttribute("aria-pressed") === "true").map(b => b.value);
      const text = search.value.toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const name = row.querySelector(".name");
        const chip = row.querySelector(".chip");
        const full = (name.title + " " + name.textContent).toLowerCase();
        row.hidden = !full.includes(text)
          || (wanted.length > 0 && !(chip && wanted.includes(chip.textContent)));
        if (!row.hidden) shown++;
      }
      count.textContent = shown + " of " + rows.length;
    };
    const precisions = new Set(rows.flatMap(row => {
      const chip = row.querySelector(".chip");
      return chip ? [chip.textContent] : [];
    }));
    for (const precision of [...precisions].sort((a, b) => bits(b) - bits(a))) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip " + precision.toLowerCase();
      button.value = precision;
      button.textContent = precision;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        apply();
      });
      buttons.push(button);
    }
    search.addEventListener("input", apply);
    bar.append(label, ...buttons, count);
    table.closest(".scroll").before(bar);
    apply();
  };

  document.querySelectorAll("table.ranking").forEach(table => {
    sortable(table);
    filterable(table);
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(one => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(one => { one.open = false; }));
})();
