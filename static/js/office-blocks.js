// Report blocks in the office: shows only the fields that the chosen kind of block uses.
// Without this script all of them stand there, which works as well.
"use strict";
{
  const KINDS = ["text", "picture", "gallery", "quotation", "downloads", "links"];

  const arrange = (select) => {
    const block = select.closest(".inline-related");
    for (const kind of KINDS) {
      for (const part of block.querySelectorAll(`fieldset.for-${kind}`)) {
        part.hidden = kind !== select.value;
      }
    }
  };

  const kinds = (root) => root.querySelectorAll(".inline-related select[name$='-kind']");

  document.addEventListener("change", (event) => {
    if (event.target.matches(".inline-related select[name$='-kind']")) {
      arrange(event.target);
    }
  });
  document.addEventListener("formset:added", (event) => {
    kinds(event.target.parentElement).forEach(arrange);
  });
  document.addEventListener("DOMContentLoaded", () => kinds(document).forEach(arrange));
}
