/* Gongkai 公开: the desk's one small script. Every page works without it.
   A button with data-copy copies the field of that id (face/_copy.html); it is shown only where this runs.
   A button with data-fill-NAME writes that into the form's field NAME when it is pressed, where it is not empty.
   A form with data-once is sent once, however often its button is pressed; who stopped the browser may send again.
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
  function show(inside) {
    inside.querySelectorAll("button[data-fill]").forEach(function (button) { button.hidden = false; });
  }
  show(document);
  document.addEventListener("htmx:afterSwap", function (event) { show(event.target); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button[data-fill]") : null;
    if (!button) { return; }
    var last = null;
    Array.prototype.forEach.call(button.attributes, function (one) {
      if (one.name.indexOf("data-fill-") !== 0 || !one.value) { return; }
      var named = document.querySelectorAll("[name='" + one.name.slice(10) + "']");
      if (named.length && named[0].type === "radio") {
        Array.prototype.forEach.call(named, function (radio) {
          if (radio.value === one.value) { radio.checked = true; last = radio; }
        });
      } else if (named.length) { named[0].value = one.value; last = named[0]; }
    });
    if (last) {
      last.dispatchEvent(new Event("input", { bubbles: true }));
      last.focus();
    }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || !form.hasAttribute("data-once")) { return; }
    if (form.getAttribute("data-once") === "sent") { event.preventDefault(); return; }
    form.setAttribute("data-once", "sent");
    window.setTimeout(function () { form.setAttribute("data-once", ""); }, 10000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once]").forEach(function (form) { form.setAttribute("data-once", ""); });
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
