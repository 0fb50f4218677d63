"use strict";
// Sorts tables by a column, and hides rows that do not contain all words of the filter.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.key || cell.textContent.trim();
    const number = text === "inf" ? Infinity : Number(text.replace(/^>\s*|[×%\s].*$/g, "") || NaN);
    return { text, number };
  };
  const compare = (one, other) => {
    const bothNumbers = !Number.isNaN(one.number + other.number) || one.number === other.number;
    if (bothNumbers) return one.number === other.number ? 0 : one.number - other.number;
    if (Number.isNaN(one.number) !== Number.isNaN(other.number)) return Number.isNaN(one.number) ? 1 : -1;
    return one.text.localeCompare(other.text, "en", { numeric: true });
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = Array.from(body.rows, (row) => ({ row, key: keyOf(row, column) }));
      rows.sort((one, other) => (descending ? compare(other.key, one.key) : compare(one.key, other.key)));
      body.append(...rows.map((it) => it.row));
    });
  });
}
const filter = document.getElementById("filter");
filter.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(/\s+/);
  for (const row of document.querySelectorAll("#cell-table tbody tr")) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
});
