/* Tables whose rows all stand on the page sort by a click on a heading, and long ones are filtered by what is typed;
   one with data-brief shows so many rows until all are asked for. Order, filter and that stand in the address. */
"use strict";
(() => {
  const number = /^[▲▼✓✕○●?+−-]?\s*[<>]?\s*([+−-]?[\d,]*\.?\d+)/;
  const worth = (cell) => {
    const text = cell ? (cell.dataset.value ?? cell.textContent).trim() : "";
    const found = number.exec(text);
    const date = /^\d{4}-\d|^\d\d-\d\d|^\d+:\d/.test(text);
    return { text, number: found && !date ? Number(found[1].replaceAll(",", "").replace("−", "-")) : null };
  };
  const compare = (a, b, down) => {
    /* What has no figure comes after all that have one, up or down. */
    if ((a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
    const order = a.number !== null ? a.number - b.number : a.text.localeCompare(b.text, "zh");
    return down ? -order : order;
  };
  const sort = (table, column, down) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, place) => ({ row, place, worth: worth(row.cells[column]) }));
    rows.sort((a, b) => compare(a.worth, b.worth, down) || a.place - b.place);
    body.append(...rows.map((one) => one.row));
    [...table.tHead.rows[0].cells].forEach((cell, place) => {
      if (!cell.querySelector("button.sort")) return;
      cell.setAttribute("aria-sort", place !== column ? "none" : down ? "descending" : "ascending");
      cell.querySelector(".arrow").textContent = place !== column ? "" : down ? "▼" : "▲";
    });
    show(table);
  };
  const LONG = 12;
  const keep = (key, name, value) => {
    const address = new URL(location.href);
    const others = address.searchParams.getAll(key).filter((one) => !one.startsWith(name + "."));
    address.searchParams.delete(key);
    for (const one of value ? [...others, `${name}.${value}`] : others) address.searchParams.append(key, one);
    history.replaceState(history.state, "", address);
  };
  /* Which rows are seen: those that hold what is typed; of a brief table without that, the first ones. */
  const show = (table) => {
    const wanted = (table.dataset.typed || "").toLocaleLowerCase();
    const most = wanted || table.dataset.whole || !table.dataset.brief ? Infinity : Number(table.dataset.brief);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = shown >= most || !row.textContent.toLocaleLowerCase().includes(wanted);
      if (!row.hidden) shown += 1;
    }
    const rest = document.getElementById(`rest-${table.id}`);
    if (rest) rest.hidden = most === Infinity;
  };
  const addRest = (table, name) => {
    const rest = document.createElement("p");
    rest.className = "rest";
    rest.id = `rest-${table.id}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = document.body.dataset.all.replace("{n}", table.tBodies[0].rows.length);
    button.addEventListener("click", () => {
      table.dataset.whole = "yes";
      keep("whole", name, "yes");
      show(table);
    });
    rest.append(button);
    table.after(rest);
    if (new URLSearchParams(location.search).getAll("whole").includes(`${name}.yes`)) table.dataset.whole = "yes";
    show(table);
  };
  const addFilter = (table, name) => {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "only";
    box.placeholder = document.body.dataset.filter;
    box.setAttribute("aria-label", document.body.dataset.filter);
    const asked = new URLSearchParams(location.search).getAll("only").find((one) => one.startsWith(name + "."));
    box.value = asked ? asked.slice(name.length + 1) : "";
    const caption = table.caption && !table.caption.matches(".unseen") ? table.caption : null;
    if (caption) caption.append(box);
    else table.before(box);
    table.dataset.typed = box.value.trim();
    show(table);
    box.addEventListener("input", () => {
      table.dataset.typed = box.value.trim();
      show(table);
      keep("only", name, box.value.trim());
    });
  };
  const dress = (root) => {
    const asked = new URLSearchParams(location.search).getAll("order");
    for (const table of root.querySelectorAll("table.sorts:not([data-dressed])")) {
      if (!table.tHead || !table.tBodies.length || table.tBodies[0].rows.length < 2) continue;
      table.dataset.dressed = "yes";
      const name = table.id || String([...document.querySelectorAll("table.sorts")].indexOf(table));
      [...table.tHead.rows[0].cells].forEach((cell, column) => {
        if (!cell.textContent.trim() || cell.matches(".chart, .curve, .unsorted") || cell.querySelector(".unseen")) return;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort plain";
        button.append(...cell.childNodes);
        const arrow = document.createElement("span");
        arrow.className = "arrow";
        arrow.setAttribute("aria-hidden", "true");
        button.append(arrow);
        cell.append(button);
        button.addEventListener("click", () => {
          const down = cell.getAttribute("aria-sort") === "ascending";
          sort(table, column, down);
          keep("order", name, `${down ? "-" : ""}${column}`);
        });
      });
      if (table.tBodies[0].rows.length >= LONG) addFilter(table, name);
      if (table.dataset.brief && table.tBodies[0].rows.length > Number(table.dataset.brief) + 3) addRest(table, name);
      const mine = asked.find((one) => one.startsWith(name + "."));
      const wish = mine ? /\.(-?)(\d+)$/.exec(mine) : null;
      const heading = wish ? table.tHead.rows[0].cells[Number(wish[2])] : null;
      if (heading && heading.querySelector("button.sort")) sort(table, Number(wish[2]), wish[1] === "-");
    }
  };
  document.addEventListener("DOMContentLoaded", () => dress(document));
  document.addEventListener("htmx:afterSwap", () => dress(document));
})();
