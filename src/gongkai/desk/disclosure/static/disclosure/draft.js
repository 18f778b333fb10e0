/* Gongkai 公开: the form of a draft: suggestions taken over at a key, and what to do when the network is lost.
   Words come from the page (data-*); without this file the form works and saves as before. Nothing is written into the browser's own storage: machines are shared. */
(function () {
  "use strict";
  var form = document.getElementById("draft");
  if (!form) { return; }
  var dirty = false, sending = false;
  function say(words) {
    var place = document.getElementById("autosaved");
    if (place && words) { place.textContent = "！ " + words; }
  }
  form.addEventListener("input", function () { dirty = true; });
  function adopt(button) {
    var field = document.getElementById(button.dataset.adopt);
    field.value = button.dataset.value;
    button.closest("div").textContent = "";
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-adopt]");
    if (button) { event.preventDefault(); adopt(button); }
  });
  form.addEventListener("keydown", function (event) {
    var button = event.key === "ArrowRight" && !event.target.value
      && form.querySelector('[data-adopt="' + event.target.id + '"]');
    if (button) { event.preventDefault(); adopt(button); }
  });
  form.addEventListener("submit", function () { sending = true; });
  document.body.addEventListener("htmx:sendError", function () { say(form.dataset.lost); });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful && /autosave$/.test(event.detail.pathInfo.requestPath)) { dirty = false; }
  });
  window.addEventListener("online", function () {
    var saver = document.getElementById("autosaver");
    if (saver && window.htmx) { window.htmx.trigger(saver, "again"); }
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty && !sending) { event.preventDefault(); event.returnValue = ""; }
  });
})();
