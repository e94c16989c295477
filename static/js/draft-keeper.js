function kept(key, text) {
  try {
    let drafts = JSON.parse(localStorage.drafts ?? "[]").filter(([, , at]) => at > Date.now() - 30 * 864e5);
    if (text != null) drafts = drafts.filter(([other]) => other !== key);
    if (text?.trim()) drafts.push([key, text, Date.now()]);
    localStorage.drafts = JSON.stringify(drafts.slice(-50));
    return drafts.find(([other]) => other === key)?.[1];
  } catch {}
}

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("[name=source]");
    const draft = kept(this.dataset.key);
    if (draft && this.box.value === this.box.defaultValue) this.box.value = draft;
    this.keep();
    for (const type of ["input", "posted", "submit"]) this.addEventListener(type, this);
    addEventListener("pagehide", this);
  }

  disconnectedCallback() {
    if (this.timer) this.keep(this.box.value);
  }

  handleEvent({ type }) {
    if (type === "submit") sessionStorage.sent = this.dataset.key;
    else if (type === "posted") this.keep("");
    else if (type === "pagehide") this.disconnectedCallback();
    else {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(this.box.value), 400);
    }
  }

  keep(text) {
    this.timer = clearTimeout(this.timer);
    this.querySelector(".saved").hidden = kept(this.dataset.key, text) !== this.box.value;
  }
}

// A post of the browser itself was accepted if it led here.
try {
  const { sent } = sessionStorage;
  delete sessionStorage.sent;
  if (location.hash.startsWith("#comment-") && document.referrer.includes(sent)) kept(sent, "");
} catch {}

customElements.define("draft-keeper", DraftKeeper);
