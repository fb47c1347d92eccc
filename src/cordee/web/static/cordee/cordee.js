/* The only hand-written script: theme, dialogs, "/" to filter, Ctrl-K to search, select all, running
   totals, names after @.
   Every page works without it. */
"use strict";

const root = document.documentElement;

function toggleTheme() {
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    /* storage refused: the choice lasts as long as the page */
  }
}

/* "12,5", "12.5" and "1 200" are numbers; anything else counts for nothing here, the server says why. */
function typedNumber(text) {
  const value = Number(text.replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
  return Number.isFinite(value) ? value : 0;
}

function writeTotal(output) {
  const name = CSS.escape(output.dataset.sumOf);
  const inputs = document.querySelectorAll(`[data-sum-group="${name}"]`);
  const total = Array.from(inputs).reduce((sum, input) => sum + typedNumber(input.value), 0);
  const rounded = Math.round(total * 100) / 100;
  output.value = new Intl.NumberFormat(root.lang || "fr", { maximumFractionDigits: 2 }).format(rounded);
  if (output.dataset.sumTarget) {
    const gap = rounded - Number(output.dataset.sumTarget);
    output.dataset.state = gap === 0 ? "exact" : gap > 0 ? "over" : "under";
  }
}

function writeTotals(group) {
  const selector = group ? `[data-sum-of="${CSS.escape(group)}"]` : "[data-sum-of]";
  document.querySelectorAll(selector).forEach(writeTotal);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) toggleTheme();
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
});

/* A cell that is changed in place: its page comes as a fragment, where the value was. */
document.addEventListener("click", (event) => {
  const cell = event.target.closest(".register td > a[id]");
  if (!cell || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", cell.href, { source: cell, target: cell.closest("td"), swap: "innerHTML" });
});

/* "/" goes to the filter of a list; elsewhere, and Ctrl-K everywhere, to the search of everything. */
function openSearch() {
  const dialog = document.getElementById("search");
  if (!dialog) return false;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    if (openSearch()) event.preventDefault();
    return;
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  const filter = document.querySelector("[data-filter]");
  if (filter) filter.focus();
  else if (!openSearch()) return;
  event.preventDefault();
});

/* Arrows walk from the question to what was found, and back. */
document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest("dialog.found");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!dialog || !step) return;
  const stops = [dialog.querySelector("input"), ...dialog.querySelectorAll("[data-found]")];
  stops[stops.indexOf(event.target) + step]?.focus();
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-search]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (openSearch()) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-select-all]")) return;
  const boxes = event.target.closest("table").querySelectorAll("tbody input[type=checkbox]");
  boxes.forEach((box) => { box.checked = event.target.checked; });
});

document.addEventListener("input", (event) => {
  const group = event.target.dataset.sumGroup;
  if (group) writeTotals(group);
});

/* The name begun after an @ before the cursor, with where it stands; null when there is none. */
function begunName(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = before.match(/(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}.'’ -]{0,60})$/u);
  return found ? { text: found[1], start: before.length - found[1].length } : null;
}

function offerNames(area) {
  const query = area.isConnected && area.form?.querySelector("[data-mention-query]");
  if (!query) return;
  const typed = begunName(area)?.text ?? "";
  if (query.value === typed) return;
  query.value = typed;
  query.dispatchEvent(new Event("mention"));
}

function writeName(button) {
  const area = button.closest("form")?.querySelector("[data-mentions]");
  const begun = area && begunName(area);
  if (!begun) return;
  area.setRangeText(`${button.dataset.mention} `, begun.start, area.selectionStart, "end");
  area.focus();
  offerNames(area);
}

let pause;
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-mentions]")) return;
  clearTimeout(pause);
  pause = setTimeout(offerNames, 200, event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mention]");
  if (button) writeName(button);
});

/* A fragment that did not come says so, instead of leaving the reader waiting. */
function sayFailure() {
  const notice = document.getElementById("failure");
  if (notice) notice.hidden = false;
}

document.addEventListener("htmx:responseError", sayFailure);
document.addEventListener("htmx:sendError", sayFailure);
document.addEventListener("htmx:load", () => writeTotals());
writeTotals();
