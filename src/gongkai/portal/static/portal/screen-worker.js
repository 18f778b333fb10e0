/* Keeps a copy of the hall screen, so that it starts and goes on without a network. The network always goes first;
   a kept answer says since when it is kept. */
"use strict";
var SHELF = "gongkai-screen";
var ADDED = ["/screen/", "/screen/loop.json", "/static/portal/screen.js", "/static/face/tokens.css", "/static/face/base.css",
  "/static/face/components.css", "/static/face/portal.css", "/static/face/screen.css", "/static/face/icon.svg"];

self.addEventListener("install", function (event) {
  event.waitUntil(Promise.all(ADDED.map(function (path) {
    return fetch(path, { cache: "no-store" }).then(function (answer) { return keep(path, answer); }).catch(function () { return null; });
  })).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

/* Puts an answer on the shelf with the time at which it was heard; gives the answer back. */
function keep(path, answer) {
  if (!answer.ok) { return answer; }
  var copy = answer.clone();
  return copy.arrayBuffer().then(function (body) {
    var headers = new Headers();
    ["Content-Type", "Content-Security-Policy"].forEach(function (name) {
      if (copy.headers.get(name)) { headers.set(name, copy.headers.get(name)); }
    });
    headers.set("X-Kept", String(Date.now()));
    return caches.open(SHELF).then(function (shelf) { return shelf.put(path, new Response(body, { status: 200, headers: headers })); });
  }).then(function () { return answer; });
}

self.addEventListener("fetch", function (event) {
  var path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET" || ADDED.indexOf(path) < 0) { return; }
  event.respondWith(
    fetch(event.request).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return keep(path, answer);
    }).catch(function () {
      return caches.open(SHELF).then(function (shelf) { return shelf.match(path); })
        .then(function (kept) { return kept || Response.error(); });
    })
  );
});
