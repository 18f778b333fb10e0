/* Gongkai 公开: the desk's one small script. Every page works without it.
   "/" puts the cursor into the search field, unless one is writing; Ctrl+Enter presses the page's primary action,
   marked data-primary. Single letters can be switched off with data-keys="off" on <html> (WCAG 2.1.4). */
(function () {
  "use strict";
  function writing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.altKey || event.isComposing) { return; }
    if (event.key === "Enter" && event.ctrlKey) {
      var primary = document.querySelector("[data-primary]:not([disabled])");
      if (primary) { event.preventDefault(); primary.click(); }
      return;
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !writing(event.target) &&
        document.documentElement.dataset.keys !== "off") {
      var search = document.getElementById("desk-search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });
})();
