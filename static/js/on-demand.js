/* htmx looks through the whole page when it starts, which takes a telephone longer than all else here. It waits until
   somebody reaches for something that it works on; what is pressed meanwhile is pressed again when it is there. */
import { plain } from "./page.js";

const source = document.getElementById("htmx");
const WORKED_ON = "[hx-get], [hx-post], [hx-boost=true] a";
const signs = ["pointerover", "touchstart", "focusin"];
const presses = ["click", "submit"];

let there;
function load() {
  return (there ??= new Promise((done) => {
    const script = document.createElement("script");
    script.onload = script.onerror = done;
    script.src = source.href;
    document.head.append(script);
  }).then(() => {
    for (const type of signs) removeEventListener(type, notice, true);
    for (const type of presses) removeEventListener(type, hold, true);
  }));
}

/* Before the page is complete htmx would wait for an event that has been; until then links and forms do. */
const sought = ({ target }) => document.readyState === "complete" && target.closest?.(WORKED_ON);

function notice(event) {
  if (sought(event)) load();
}

async function hold(event) {
  const found = sought(event);
  if (!found || !plain(event)) return;
  if (event.type === "click" && found.matches("form")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await load();
  if (event.type === "submit") found.requestSubmit(event.submitter);
  else found.click();
}

if (source) {
  for (const type of signs) addEventListener(type, notice, true);
  for (const type of presses) addEventListener(type, hold, true);
  /* Back from elsewhere to a place of the history that htmx made: it alone knows what stood before it. */
  if (history.state?.htmx) addEventListener("load", () => setTimeout(load));
}
