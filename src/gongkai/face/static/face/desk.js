/* Gongkai 公开: the desk's one small script. Every page works without it.
   A button with data-copy copies the field of that id (face/_copy.html); it is shown only where this runs.
   "/" puts the cursor into the search field, unless one is writing; Ctrl+Enter presses the page's primary action,
   marked data-primary. Single letters can be switched off with data-keys="off" on <html> (WCAG 2.1.4). */
(function () {
  "use strict";
  function writing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.getAttribute("data-copy"));
    if (!field) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      field.focus();
      field.select();
      var done = false;
      try { done = document.execCommand("copy"); } catch (error) { done = false; }
      var said = button.querySelector("[data-said]");
      if (said && done) { said.textContent = button.getAttribute("data-done") || ""; }
    });
  });
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
