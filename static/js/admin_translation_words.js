// The side-by-side editor of wagtail-localize writes two phrases in English whatever the language of the admin.
// This puts the phrases of the catalogue in their place as soon as they appear.

function inOtherWords(text) {
  const languages = /^(.+) to (.+) translation$/.exec(text);
  if (languages) {
    const words = { source: languages[1], target: languages[2] };
    return interpolate(gettext("%(source)s to %(target)s translation"), words, true);
  }
  return text === "More actions" ? gettext("More actions") : text;
}

function translateIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = inOtherWords(walker.currentNode.nodeValue);
    if (words !== walker.currentNode.nodeValue) walker.currentNode.nodeValue = words;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const editor = document.querySelector(".js-translation-editor");
  if (!editor) return;
  translateIn(editor);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) translateIn(node);
  }).observe(editor, { childList: true, subtree: true });
});
