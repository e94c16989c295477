/**
 * In the newsroom: what can be done with words that are selected in the editor of an article's text. The links are the
 * page's; here they learn which words are meant, and show while there are any.
 */
const BLOCKS = "p, h2, h3, li, blockquote, pre, figcaption, caption, td, th";
const CONTEXT = 32; // characters before and behind, of the same block

const field = document.querySelector(".field-body");
const bar = document.querySelector(".for-words");
if (field && bar?.firstElementChild) {
  field.append(bar); // next behind the editor for whoever comes by keyboard
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // or the selection is gone before the click
  document.addEventListener("selectionchange", () => {
    if (!bar.contains(document.activeElement)) show(chosen());
  });
}

function show(words) {
  bar.hidden = !words;
  if (!words) return;
  for (const link of bar.children) link.search = new URLSearchParams(words);
}

/** What is selected within the block in which the selection begins; null where there is nothing. */
function chosen() {
  const selection = getSelection();
  const range = selection.rangeCount && selection.getRangeAt(0).cloneRange();
  const editor = field.querySelector(".ProseMirror[contenteditable]");
  if (!range || range.collapsed || !editor?.contains(range.commonAncestorContainer)) return null;
  const block = [...editor.querySelectorAll(BLOCKS)].find((one) => holdsWords(one) && range.intersectsNode(one));
  if (!block) return null;
  if (!block.contains(range.startContainer)) range.setStart(block, 0); // all of the text is selected
  if (!block.contains(range.endContainer)) range.setEnd(block, block.childNodes.length);
  const words = range.toString();
  const quote = words.trim();
  if (!quote) return null;
  const from = ahead(block, range) + words.indexOf(quote);
  const text = block.textContent;
  return {
    quote,
    before: [...text.slice(0, from)].slice(-CONTEXT).join(""),
    behind: [...text.slice(from + quote.length)].slice(0, CONTEXT).join(""),
  };
}

/** Whether they are its own, and not those of a block within it. */
function holdsWords(block) {
  return !block.querySelector(BLOCKS) && block.textContent.trim();
}

/** How long the block's text is before the range. */
function ahead(block, range) {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().length;
}
