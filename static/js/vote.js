import { ask, complain, fields, onClick, signedIn, unreached } from "./page.js";

function show(buttons, vote) {
  for (const button of buttons) {
    const side = button.matches(".i-up") ? 1 : -1;
    const score = button.querySelector(".score");
    score.textContent = +score.textContent + (vote === side) - (button.ariaPressed === "true");
    button.ariaPressed = vote === side;
    button.value = vote === side ? 0 : side;
  }
}

/* One after the other, or the server may have the first of two as the last word. */
let earlier = Promise.resolve();

function cast(url, value) {
  earlier = earlier.catch(() => {}).then(() => ask(url, fields({ value }), true));
  return earlier;
}

/* `act.vote` is the one that the server has, as long as others are on their way to it. */
async function vote(button) {
  const act = button.parentElement;
  const buttons = act.querySelectorAll(".i-up, .i-down");
  const pressed = act.querySelector("[aria-pressed=true]");
  const value = +button.value;
  if (!act.coming) act.vote = pressed ? (pressed.matches(".i-up") ? 1 : -1) : 0;
  act.coming = (act.coming || 0) + 1;
  complain(act);
  show(buttons, value);
  try {
    const { ok, doc } = await cast(button.formAction, value);
    if (ok) act.vote = value;
    complain(act, ok ? null : doc);
  } catch {
    unreached(act);
  }
  if (!--act.coming) show(buttons, act.vote);
}

onClick(".i-up, .i-down", (button) => signedIn() && void vote(button));
