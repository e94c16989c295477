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
  const answer = earlier.then(() => ask(url, fields({ value }), true));
  earlier = answer.catch(() => {});
  return answer;
}

async function vote(button) {
  const act = button.parentElement;
  const buttons = act.querySelectorAll(".i-up, .i-down");
  const pressed = act.querySelector("[aria-pressed=true]");
  const before = pressed ? (pressed.matches(".i-up") ? 1 : -1) : 0;
  const value = +button.value;
  complain(act);
  show(buttons, value);
  try {
    const { ok, doc } = await cast(button.formAction, value);
    if (ok) return;
    complain(act, doc);
  } catch {
    unreached(act);
  }
  show(buttons, before);
}

onClick(".i-up, .i-down", (button) => signedIn() && void vote(button));
