// What saves a reader time where scripts run: completion, keys, filters that apply at once. Every page works without.

const form = document.getElementById("search");
const box = document.getElementById("q");

// A plain form sends empty fields too, and how ticks are meant where none is; leaving them out keeps addresses short.
const TICK = "tick."; // before the name of a box that is neither chosen nor left out
const ticks = () => [...form.elements].filter((field) => field.name.startsWith(TICK) && field.checked);
form.addEventListener("submit", () => {
  const ticked = ticks().length > 0;
  for (const field of form.elements) {
    const empty = field.name && !field.value && field.type !== "checkbox";
    if (empty || (field.type === "radio" && !ticked)) field.disabled = true;
  }
});
window.addEventListener("pageshow", () => {
  for (const field of form.elements) field.disabled = false;
});

// Filters apply at once; focus and scroll stay where they are, and the new number of results is read out.
const live = Object.assign(document.createElement("p"), { role: "status", className: "unseen" });
document.body.append(live);
let shown = location.pathname + location.search;
let update = null;

function address() {
  const state = new URLSearchParams();
  const data = new FormData(form);
  for (const [name, value] of data) if (name !== "ticked" && (value || !["from", "to", "added", "q"].includes(name))) state.append(name, value);
  return `${form.action}?${state}${ticks().length ? `&ticked=${data.get("ticked")}` : ""}`;
}

// The field of the new page that stands for one of the old: a box keeps its facet and value, but not its name.
function again(old) {
  const plain = (name) => name.replace(/^(tick\.|-)/, "");
  return [...form.elements].find((field) => field.type === old.type && plain(field.name) === plain(old.name) && (field.type === "text" || field.value === old.value));
}

function show(page) {
  const open = new Set([...document.querySelectorAll("#narrow details[open] > summary")].map((e) => e.firstChild.textContent));
  const sheet = document.getElementById("narrow");
  const focused = document.activeElement;
  const isField = focused.form === form; // what is taken out of a page has no form
  const [place, top] = [sheet.scrollTop, focused.getBoundingClientRect().top];
  for (const id of ["results", "narrow"]) {
    // The elements stay and their contents change, so that the sheet, which is the address's target, stays open.
    document.getElementById(id).replaceChildren(...document.adoptNode(page.getElementById(id)).childNodes);
  }
  for (const summary of sheet.querySelectorAll("details > summary")) if (open.has(summary.firstChild.textContent)) summary.parentElement.open = true;
  document.title = page.title;
  const fresh = page.querySelectorAll("link[rel=canonical], link[rel=alternate]");
  document.querySelectorAll("link[rel=canonical], link[rel=alternate]").forEach((link, at) => { link.href = fresh[at].getAttribute("href"); });
  pick();
  live.textContent = document.getElementById("summary").textContent;
  if (!focused.isConnected) {
    const field = isField && again(focused);
    if (field?.type === "text") field.value = focused.value;
    (field || sheet).focus({ preventScroll: true });
    sheet.scrollTop = place;
    // What was ticked stays under the finger, though there is less above it now.
    if (field) (sheet.matches(":target") ? sheet : window).scrollBy({ top: field.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

async function apply() {
  update?.abort();
  update = new AbortController();
  try {
    const reply = await fetch(address(), { signal: update.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!reply.ok || !page.getElementById("narrow")) throw new Error("no results in the reply");
    shown = page.querySelector("link[rel=canonical]").getAttribute("href");
    history.pushState(null, "", shown + location.hash);
    show(page);
  } catch (error) {
    if (error.name !== "AbortError") form.requestSubmit();
  }
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.form === form && field !== box && field.type !== "radio") apply();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".sheetfoot .loud") || !document.querySelector("#narrow:target")) return;
  event.preventDefault(); // what was ticked is in force already
  location.hash = "results";
});
window.addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) location.reload();
});

// What is picked is kept for the tab, over all its pages, in the order in which it was picked.
const PICKS = "cuttings-picks";
const picked = () => JSON.parse(sessionStorage.getItem(PICKS) ?? "[]");
const pickboxes = () => [...document.querySelectorAll(".pickbox input")];

function pick(ids = picked()) {
  sessionStorage.setItem(PICKS, JSON.stringify(ids));
  for (const field of pickboxes()) field.checked = ids.includes(field.value);
  const bar = document.getElementById("picks");
  if (!bar) return;
  bar.dataset.number = ids.length;
  const told = bar.querySelector(".counted");
  told.textContent = told.dataset.told.replace("#", ids.length);
  return told.textContent;
}

document.addEventListener("change", ({ target }) => {
  const others = picked().filter((id) => id !== target.value);
  if (target.matches(".pickbox input")) live.textContent = pick(target.checked ? [...others, target.value] : others);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".picks .all, .picks .none");
  if (!link) return;
  event.preventDefault();
  live.textContent = pick(link.matches(".none") ? [] : [...new Set([...picked(), ...pickboxes().map((field) => field.value)])]);
});
document.addEventListener("formdata", (event) => {
  if (event.target.id === "picks") event.formData.set("ids", picked().join(","));
});
window.addEventListener("pageshow", () => pick());

// Completion of the question as far as the caret: the combobox with list and manual selection of the ARIA patterns.
const offers = document.createElement("ul");
offers.id = "offers";
offers.className = "offers";
offers.hidden = true;
offers.setAttribute("role", "listbox");
offers.setAttribute("aria-label", box.dataset.offers);
box.parentElement.append(offers);
for (const [name, value] of Object.entries({
  role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "offers",
})) box.setAttribute(name, value);

const typed = () => box.value.slice(0, box.selectionStart);
let chosen = -1;
let waiting = 0;
let asked = null;

function close() {
  clearTimeout(waiting);
  asked?.abort();
  offers.hidden = true;
  chosen = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function offer(questions) {
  close();
  offers.replaceChildren(...questions.map((question, at) => {
    const said = { id: `offer-${at}`, role: "option", ariaSelected: "false", dir: "auto", textContent: question };
    const item = Object.assign(document.createElement("li"), said);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(question); });
    return item;
  }));
  offers.hidden = !questions.length;
  box.setAttribute("aria-expanded", String(Boolean(questions.length)));
}

function choose(at) {
  const items = [...offers.children];
  chosen = (at + items.length + 1) % (items.length + 1); // one step past the end is the box itself
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
  if (chosen < items.length) {
    box.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  } else {
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
  }
}

function take(question) {
  const closing = question.endsWith('"') && box.value[box.selectionStart] === '"';
  box.setRangeText(question, 0, box.selectionStart + closing, "end");
  close();
}

box.addEventListener("input", () => {
  const begun = typed();
  close();
  if (!/[^\s"“”():]{2}$/u.test(begun)) return;
  waiting = setTimeout(async () => {
    asked = new AbortController();
    try {
      const reply = await fetch(`${box.dataset.complete}?q=${encodeURIComponent(begun)}`, { signal: asked.signal });
      if (reply.ok) offer((await reply.json()).completions);
    } catch { /* without an answer there is nothing to offer */ }
  }, 120);
});
box.addEventListener("keydown", (event) => {
  if (event.isComposing || offers.hidden) return;
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen < 0 ? offers.children.length - 1 : chosen - 1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen >= 0) take(offers.children[chosen].textContent);
  else return;
  event.preventDefault();
});
box.addEventListener("blur", close);

// A chart is narrowed down by dragging over it: from the period where the button goes down to that where it comes up.
let drag = null;

function periodAt(chart, event) {
  const [box, width, left] = [chart.getBoundingClientRect(), chart.viewBox.baseVal.width, Number(chart.dataset.left)];
  const part = (((event.clientX - box.left) / box.width) * width - left) / (width - left);
  return Math.min(Math.max(Math.floor(part * drag.periods.length), 0), drag.periods.length - 1);
}

document.addEventListener("dragstart", (event) => { if (drag) event.preventDefault(); });
document.addEventListener("pointerdown", (event) => {
  const chart = event.target.closest("svg[data-periods]");
  if (!chart || event.button || event.pointerType !== "mouse") return;
  drag = { chart, periods: chart.dataset.periods.split(" "), x: event.clientX, held: null };
  drag.first = periodAt(chart, event);
});
document.addEventListener("pointermove", (event) => {
  if (!drag || (!drag.held && Math.abs(event.clientX - drag.x) < 6)) return;
  if (!drag.held) {
    drag.held = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drag.chart.prepend(drag.held);
  }
  const [width, left] = [drag.chart.viewBox.baseVal.width, Number(drag.chart.dataset.left)];
  const [at, slot] = [periodAt(drag.chart, event), (width - left) / drag.periods.length];
  const size = { class: "held", x: left + Math.min(at, drag.first) * slot, y: 2, width: (Math.abs(at - drag.first) + 1) * slot, height: drag.chart.viewBox.baseVal.height - 22 };
  for (const [name, value] of Object.entries(size)) drag.held.setAttribute(name, value);
});
document.addEventListener("pointerup", (event) => {
  if (drag?.held) {
    const ends = [drag.first, periodAt(drag.chart, event)].sort((a, b) => a - b);
    const fields = (document.getElementById("period") ?? form).elements;
    [fields.from.value, fields.to.value] = ends.map((at) => drag.periods[at]);
    drag.held.remove();
    document.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    if (fields.from.form === form) apply();
    else fields.from.form.requestSubmit();
  }
  drag = null;
});

// Files that are dropped anywhere on the page that adds articles are as if they had been chosen there.
const adding = document.querySelector(".adding");
if (adding) {
  const files = adding.querySelector("input[type=file]");
  const add = adding.querySelector("button").textContent;
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  adding.querySelector(".drop").hidden = false;
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    adding.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) adding.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    adding.classList.remove("over");
    files.files = event.dataTransfer.files;
    files.dispatchEvent(new Event("change", { bubbles: true }));
    adding.requestSubmit();
  });
  // A run takes some seconds, in which a second click would send everything once more.
  adding.addEventListener("submit", () => {
    const button = adding.querySelector("button");
    button.disabled = true;
    button.textContent = adding.dataset.adding;
    live.textContent = adding.dataset.adding;
  });
  window.addEventListener("pageshow", () => {
    const button = adding.querySelector("button");
    button.disabled = false;
    button.textContent = add;
  });
}

// Keys. They can be turned off, as people who speak to their computer set off single keys by talking.
const OFF = "cuttings-keys-off";
const keys = document.getElementById("keys-dialog").content.firstElementChild; // in the language of the page

function help() {
  const dialog = document.importNode(keys, true);
  const [off, shut] = dialog.querySelectorAll("button");
  if (localStorage.getItem(OFF)) off.textContent = off.dataset.on;
  shut.addEventListener("click", () => dialog.close());
  off.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function step(by) {
  const marks = document.querySelectorAll(".prose mark[id]");
  if (!marks.length) return;
  const now = Number(/^#m(\d+)$/.exec(location.hash)?.[1] ?? (by > 0 ? 0 : 1));
  location.hash = `m${((now - 1 + by + marks.length) % marks.length) + 1}`;
}

// Through the results: from card to card in a list, from article to article.
function walk(by) {
  const cards = [...document.querySelectorAll(".results .card h2 a")];
  if (!cards.length) return document.querySelector(`a[rel=${by > 0 ? "next" : "prev"}]`)?.click();
  const card = document.activeElement.closest(".card") || document.querySelector(".card:target");
  const now = cards.findIndex((link) => card?.contains(link));
  cards[Math.min(Math.max(now + by, 0), cards.length - 1)].focus();
}

const hint = document.createElement("button");
hint.textContent = keys.querySelector("h2").textContent;
hint.className = "plain";
hint.addEventListener("click", help);
document.querySelector(".colophon").append(hint);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key !== "?" && localStorage.getItem(OFF)) return;
  if (event.key === "/") { event.preventDefault(); box.focus(); box.select(); }
  else if (event.key === "?") help();
  else if ("np".includes(event.key)) step(event.key === "n" ? 1 : -1);
  else if ("jk".includes(event.key)) walk(event.key === "j" ? 1 : -1);
  else if (event.key === "o") document.activeElement.closest(".card h2 a")?.click();
});

// What goes on is told again every few seconds, in its place; when it is over the page is loaded anew.
const ongoing = document.querySelector("[data-refresh]");

async function tellAgain() {
  if (!document.hidden) {
    try {
      const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[data-refresh]");
      if (!fresh) return location.reload();
      ongoing.replaceChildren(...fresh.childNodes);
    } catch { /* the server starts anew, or is away: asked again */ }
  }
  setTimeout(tellAgain, ongoing.dataset.refresh * 1000);
}

if (ongoing) setTimeout(tellAgain, ongoing.dataset.refresh * 1000);
