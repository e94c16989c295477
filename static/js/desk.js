/**
 * The moderators' desk: keys, going on to the next comment without loading all of the page anew, and taking what is in
 * focus. Every link and form of the page does the same without this.
 */
const AGAIN = 60_000; // a claim holds for two minutes
const FOLLOWED = ".mod-queues a, .mod-entries a, .mod-pages a, .mod-back a, .mod-found a";
const SENT = ".mod-decide, .mod-last, .mod-search";
const TYPED_IN = "input:not([type=radio], [type=checkbox]), textarea, select, dialog, [contenteditable]";
const PRESSED = { f: ".act-approve, .act-keep", b: ".act-ban", p: ".act-pick", u: ".act-undo" };
const ASKED = { d: ".act-refuse", h: ".act-hide" };

const find = (selector) => document.querySelector(`#desk ${selector}`);
const all = (selector) => [...document.querySelectorAll(`#desk ${selector}`)];
const plain = ({ ctrlKey, metaKey, shiftKey, altKey, button }) => !(ctrlKey || metaKey || shiftKey || altKey || button);

let busy = false;
let asked = ""; // the button that waits for a reason
let mine = null; // the address at which what he has before him is let go again

async function go(url, { body, push = true } = {}) {
  if (busy) return;
  busy = true;
  document.body.classList.add("htmx-request");
  try {
    const response = await fetch(url, body && { method: "POST", body });
    const doc = new DOMParser().parseFromString(await response.text(), "text/html");
    const desk = doc.getElementById("desk");
    if (!desk || response.url.includes("/login/")) return void leave(response, doc, body);
    if (push && response.ok && response.url !== location.href) history.pushState(null, "", response.url);
    show(desk, doc);
  } catch {
    if (!body) location.assign(url);
    else say(find("[data-ask]").dataset.failed);
  } finally {
    busy = false;
    document.body.classList.remove("htmx-request");
  }
}

/** What came is no page of the desk: a log-in, or why something may not be. */
function leave(response, doc, body) {
  if (response.ok || !body) location.assign(response.url);
  else document.querySelector(".content").replaceWith(doc.querySelector(".content"));
}

function show(desk, doc) {
  const scrolled = find(".mod-list")?.scrollTop ?? 0;
  document.querySelector(".notices")?.remove();
  const notices = doc.querySelector(".notices");
  if (notices) document.querySelector(".content").before(notices);
  document.getElementById("desk").replaceWith(desk);
  document.title = doc.title;
  const list = find(".mod-list");
  if (list) list.scrollTop = scrolled;
  begin();
  scrollTo(0, 0);
  const heading = find("[data-heading]");
  (shown(heading) ? heading : find("h1"))?.focus({ preventScroll: true });
  const told = [...document.querySelectorAll(".notices p"), ...all(".is-fresh [data-done]"), ...all(".mod-error")];
  say([...told, heading].map((one) => one?.textContent.trim().replace(/\s+/g, " ")).join(". "));
}

/** Also of a page as it was loaded. */
function begin() {
  asked = "";
  all("[data-keys]").forEach((button) => (button.hidden = false));
  find(".is-current")?.scrollIntoView?.({ block: "nearest" });
  take();
}

const shown = (element) => !!element?.getClientRects().length;

function say(words) {
  document.getElementById("say").textContent = words;
}

/** Nobody else decides on what is in focus here. */
async function take() {
  const card = find("[data-claim]");
  if (!card || !shown(card) || document.hidden) return;
  const body = fields({ value: 1 });
  const answer = await fetch(card.dataset.claim, { method: "POST", headers: { "HX-Request": "true" }, body }).catch(() => null);
  if (card !== find("[data-claim]")) return; // he has gone on
  if (answer?.status === 409) return void go(location.href, { push: false });
  if (!answer?.ok) return;
  mine = card.dataset.claim;
  card.classList.add("is-mine");
}

function fields(values) {
  const data = new FormData();
  for (const name in values) data.append(name, values[name]);
  data.append("csrfmiddlewaretoken", find("[name=csrfmiddlewaretoken]").value);
  return data;
}

function step(by) {
  const links = all(".mod-entries a");
  const here = links.findIndex((link) => link.getAttribute("aria-current"));
  const next = links[here + by] ?? (by > 0 && find("[data-more]"));
  if (next) go(next.href);
}

/** The next key says why. */
function ask(button) {
  if (!button || button.disabled) return;
  asked = button.value;
  find(".mod-rules").classList.add("is-asked");
  say(find("[data-ask]").dataset.ask);
}

function answer(key) {
  const rule = all(".mod-rules input")[key - 1];
  const button = all(".mod-decide button").find((one) => one.value === asked);
  drop();
  if (!rule || !button) return;
  rule.checked = true;
  button.click();
}

function drop() {
  asked = "";
  find(".mod-rules")?.classList.remove("is-asked");
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.closest(TYPED_IN)) return;
  if (busy) return;
  if (asked && key >= "1" && key <= "6" && key.length === 1) answer(key);
  else if (key === "Escape" && asked) drop();
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (ASKED[key]) ask(find(ASKED[key]));
  else if (PRESSED[key]) find(PRESSED[key])?.click();
  else if (key === "/" && find("#mod-q")) find("#mod-q").focus();
  else if (key === "?") find("dialog").showModal();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#desk [data-keys]")) find("dialog").showModal();
  const link = event.target.closest(`#desk :is(${FOLLOWED})`);
  if (!link || !plain(event)) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches(`#desk :is(${SENT})`) || find(".is-alone")) return; // from an article he goes back there
  event.preventDefault();
  const data = new FormData(form, submitter);
  const url = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  if (form.method === "get") go(`${url}?${new URLSearchParams(data)}`);
  else go(url, { body: data });
});

addEventListener("popstate", () => go(location.href, { push: false }));
addEventListener("pageshow", (event) => event.persisted && go(location.href, { push: false }));
addEventListener("pagehide", () => mine && navigator.sendBeacon(mine, fields({ value: 0 })));
setInterval(take, AGAIN);
begin();
