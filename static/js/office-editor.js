// The editor of rich text in the office: German words on its buttons, a name for its field.
// The words come with the admin's own (portal/office/scripts.py); the editor works without them.
"use strict";
{
  const say = (words) => window.gettext(words);

  const nameButtons = (root) => {
    for (const button of root.querySelectorAll(".prose-menubar button[title]")) {
      button.title = say(button.title);
      button.setAttribute("aria-label", button.title);
    }
    for (const option of root.querySelectorAll(".prose-menubar__option > *")) {
      if (say(option.textContent) !== option.textContent) {
        option.textContent = say(option.textContent);
      }
    }
  };

  const nameFields = (root) => {
    for (const field of root.querySelectorAll(".ProseMirror[contenteditable]:not([aria-label])")) {
      const label = field.closest(".form-row")?.querySelector("label");
      if (label) {
        field.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
      }
    }
  };

  const improve = () => {
    nameButtons(document);
    nameFields(document);
  };

  document.addEventListener("DOMContentLoaded", () => {
    improve();
    new MutationObserver(improve).observe(document.body, { childList: true, subtree: true });
  });
}
