// Links to passages of an article: one to what is selected, and what a browser needs that finds no text by an address.

const text = document.getElementById("text");
const share = document.getElementById("share");
const button = share.querySelector("button");
const label = button.textContent;

// The address holds the text itself, which browsers look for and mark, and the anchor of its paragraph for the others.
function address(selection) {
  const { startContainer: first, startOffset, endContainer: last, endOffset } = selection.getRangeAt(0);
  const before = /[\p{L}\p{N}]*$/u.exec(first.data?.slice(0, startOffset) ?? "")[0]; // only whole words are found
  const after = /^[\p{L}\p{N}]*/u.exec(last.data?.slice(endOffset) ?? "")[0];
  const said = selection.toString();
  const words = `${/^\s/u.test(said) ? "" : before}${said}${/\s$/u.test(said) ? "" : after}`.trim().split(/\s+/u);
  const coded = (some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D");
  const found = words.length > 12 ? `${coded(words.slice(0, 5))},${coded(words.slice(-5))}` : coded(words);
  const passage = (first.parentElement ?? text).closest("[id^=p-]")?.id ?? "text";
  return `${new URL(share.dataset.address, location.href)}#${passage}:~:text=${found}`;
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  share.hidden = !range || !text.contains(range.startContainer) || !text.contains(range.endContainer) || !selection.toString().trim();
  if (share.hidden) return;
  button.textContent = label;
  const box = range.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - share.offsetWidth - 8));
  Object.assign(share.style, { top: `${box.bottom + scrollY + 6}px`, left: `${left + scrollX}px` });
});
button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
button.addEventListener("click", async () => {
  const link = address(getSelection());
  const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
  if (!copied) history.replaceState(null, "", link); // of a server without https there is no clipboard
  button.textContent = copied ? button.dataset.copied : button.dataset.shown;
});

// A browser that knows no texts in addresses takes all of it for an anchor.
const [anchor, directive] = location.hash.slice(1).split(":~:");
if (directive) location.replace(`#${anchor}`);
if (anchor.startsWith("p-") && !document.getElementById(anchor)) document.getElementById("passage-missing").hidden = false;
