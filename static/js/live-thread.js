import { ask } from "./page.js";
import { goTo, place } from "./place.js";

class LiveThread extends HTMLElement {
  connectedCallback() {
    this.role = "status";
    this.known = this.dataset.version;
    document.addEventListener("visibilitychange", this);
    this.wait(5);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this);
    this.wait();
  }

  handleEvent() {
    this.wait(0);
  }

  /** Without seconds there is nothing more to come. */
  wait(seconds) {
    clearTimeout(this.timer);
    if (seconds == null || document.hidden || !this.dataset.poll) return;
    this.timer = setTimeout(() => this.poll(), seconds * 1000);
  }

  get url() {
    return `${this.dataset.poll}?since=${this.dataset.version}`;
  }

  async poll() {
    let next = 60;
    try {
      const answer = await fetch(this.url, { cache: "no-store", headers: { "If-None-Match": `"${this.known}"` } });
      if (answer.status < 500) next = answer.headers.get("Poll-After");
      if (answer.ok) this.tell(await answer.json());
    } catch {}
    if (this.isConnected) this.wait(next);
  }

  tell({ version, words, votes, passages, comments }) {
    /* While a vote or words of his own are under way: at the next time. */
    if (document.body.matches(".htmx-request")) return;
    this.known = version;
    for (const id in votes) {
      document.querySelectorAll(`#comment-${id} > .c-own .score`).forEach((score, side) => {
        score.textContent = votes[id][side];
      });
    }
    for (const note of document.querySelectorAll(".note")) note.textContent = passages[note.hash] ?? note.textContent;
    document.querySelector(".disc-head .count").textContent = comments;
    if (!words) return this.replaceChildren();
    if (!this.firstChild) {
      const pill = document.createElement("button");
      pill.onclick = () => this.show().catch(() => {});
      this.append(pill);
    }
    if (this.textContent !== words) this.firstChild.textContent = words;
  }

  async show() {
    const { ok, doc } = await ask(`${this.url}&show=1`);
    if (!ok) return;
    const articles = [...doc.querySelectorAll("[data-parent] > article")];
    for (const article of articles) {
      this.dataset.version = Math.max(article.dataset.v, this.dataset.version);
      place(article.parentElement);
    }
    this.replaceChildren();
    if (articles[0]) goTo(document.getElementById(articles[0].id));
    this.known = "";
    this.wait(0);
  }
}

customElements.define("live-thread", LiveThread);
