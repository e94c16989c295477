const token = () => document.querySelector("#act [name=csrfmiddlewaretoken]")?.value;

/** Asks for a page or, with a body, posts; a log-in that is asked for instead takes the reader there. With `keepalive`
 * it arrives even where he leaves the page meanwhile; browsers do so up to 64 KiB. */
export async function ask(url, body, keepalive = false) {
  const options = { keepalive, headers: { "HX-Request": "true" } };
  if (body) {
    Object.assign(options, { method: "POST", body });
    if (!body.has("csrfmiddlewaretoken")) body.append("csrfmiddlewaretoken", token());
  }
  document.body.classList.add("htmx-request");
  try {
    const response = await fetch(url, options);
    if (response.redirected && response.url.includes("/login/")) {
      location.assign(response.url);
      await new Promise(() => {});
    }
    const doc = new DOMParser().parseFromString(await response.text(), "text/html");
    return { ok: response.ok, doc };
  } finally {
    document.body.classList.remove("htmx-request");
  }
}

export const signedIn = () => !!token();

export function fields(values = {}) {
  const data = new FormData();
  for (const name in values) data.append(name, values[name]);
  return data;
}

export function arrived(node) {
  node.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}

/** Shows why something was refused, under `place`; null takes the words away. */
export function complain(place, doc) {
  place.parentElement.querySelectorAll(":scope > .error.said").forEach((old) => old.remove());
  if (!doc) return;
  const reasons = [...doc.querySelectorAll("main .error, main .said")].map((one) => one.textContent.trim());
  const words = document.createElement("p");
  words.className = "error said";
  words.role = "alert";
  words.textContent = reasons.join(" ") || doc.querySelector("h1")?.textContent;
  place.after(words);
}

export function unreached(place) {
  complain(place);
  const copy = document.getElementById("failed-template").content.cloneNode(true);
  copy.firstElementChild.classList.add("said");
  if (!place.form && !place.matches("form *")) copy.querySelector("button").remove();
  place.after(copy);
}

/** The form of a page that is asked for; where there is none, the browser goes to that page itself. */
export async function formAt(link) {
  const { doc } = await ask(link.href).catch(() => ({}));
  return doc?.querySelector("draft-keeper") ?? location.assign(link.href);
}

/** Whether nothing asks for a window of its own. */
export const plain = ({ ctrlKey, metaKey, shiftKey, button }) => !(ctrlKey || metaKey || shiftKey || button);

/** Follows a click on `selector` instead of the browser. */
export function onClick(selector, follow) {
  document.addEventListener("click", (event) => {
    const found = event.target.closest?.(selector);
    if (!found || !plain(event)) return;
    if (follow(found, event) !== false) event.preventDefault();
  });
}
