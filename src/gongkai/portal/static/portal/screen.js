/* The hall screen: shows one slide after another, asks for the loop again at the end of each cycle, and goes on
   from its copy while the network is away. What is over leaves by the screen's own clock. Chromium 86. */
(function () {
  "use strict";
  var root = document.documentElement;
  var stage = document.getElementById("loop");
  var side = document.getElementById("table");
  var away = document.getElementById("away");
  var said = null, heard = 0, at = -1, timer = 0;

  function made(name, text, kind) {
    var node = document.createElement(name);
    if (kind) { node.className = kind; }
    if (text) { node.textContent = text; }
    return node;
  }

  /* The Chinese calendar day, whatever zone the player is set to. */
  function today() {
    return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" })
      .format(new Date());
  }

  function isLive(one) {
    return !(one.until && one.until < today()) && !(one.ends && Date.parse(one.ends) <= Date.now());
  }

  function tooOld() {
    return said !== null && Date.now() - heard > said.offline_hours * 3600000;
  }

  function slides() {
    return said === null || tooOld() ? [] : said.slides.filter(isLive);
  }

  function drawn(one) {
    var slide = made("article", "", "slide " + one.state);
    var kind = made("p", "", "kind");
    var sign = made("b", one.state === "due" ? "!" : "i");
    sign.setAttribute("aria-hidden", "true");
    kind.appendChild(sign);
    kind.appendChild(document.createTextNode(one.kind));
    slide.appendChild(kind);
    slide.appendChild(made("h2", one.title));
    if (one.say) { slide.appendChild(made("p", one.say, "say")); }
    slide.appendChild(made("p", one.until ? "有效至 " + one.until : one.on ? one.on + " 公开" : "", "until"));
    return slide;
  }

  function draw() {
    var live = slides();
    var dots = made("p", "", "dots");
    dots.setAttribute("aria-hidden", "true");
    stage.textContent = "";
    if (!live.length) {
      live = [{ state: "now", kind: "政府信息公开", title: "公开为常态，不公开为例外", say: "", until: "", on: "" }];
    }
    live.forEach(function (one) {
      stage.appendChild(drawn(one));
      dots.appendChild(made("i"));
    });
    stage.appendChild(dots);
    drawSide();
    return live.length;
  }

  function cell(row, name, text, kind) {
    var node = made(name, text, kind);
    if (name === "th") { node.setAttribute("scope", "row"); }
    row.appendChild(node);
    return node;
  }

  function drawSide() {
    var sampled = said.table.rows, body = made("tbody"), head = made("thead"), table = made("table"), top = made("tr");
    var rows = (tooOld() ? [] : sampled.length ? sampled : said.newest).filter(isLive);
    (sampled.length ? ["食品", "抽检批次", "合格", "结果"] : ["标题", "公开日期"]).forEach(function (word, place) {
      var named = made("th", word, sampled.length && (place === 1 || place === 2) ? "num" : "");
      named.setAttribute("scope", "col");
      top.appendChild(named);
    });
    head.appendChild(top);
    table.appendChild(head);
    table.appendChild(body);
    side.textContent = "";
    side.className = sampled.length ? "samples" : "samples newest";
    side.appendChild(made("h2", sampled.length ? said.table.title : "最新公开"));
    side.appendChild(table);
    rows.forEach(function (one) {
      var row = made("tr"), named = cell(row, "th", "");
      named.appendChild(made("b", one.name || one.title, "cut"));
      if (one.note) { named.appendChild(made("small", one.note)); }
      if (sampled.length) {
        cell(row, "td", String(one.sampled), "num");
        cell(row, "td", String(one.passed), "num");
        cell(row, "td", "").appendChild(made("span", one.words, "tag " + one.state));
      } else {
        cell(row, "td", one.on, "num");
      }
      body.appendChild(row);
    });
  }

  function clock() {
    var now = new Date(), zone = "Asia/Shanghai", time = document.getElementById("today");
    var year = document.getElementById("year"), lunar = "";
    time.textContent = "";
    time.appendChild(made("b", new Intl.DateTimeFormat("zh-CN", { timeZone: zone, month: "long", day: "numeric" }).format(now)));
    time.appendChild(document.createTextNode(" " + new Intl.DateTimeFormat("zh-CN", { timeZone: zone, weekday: "long" }).format(now)));
    time.setAttribute("datetime", today());
    try {
      lunar = new Intl.DateTimeFormat("zh-CN-u-ca-chinese", { timeZone: zone, month: "long", day: "numeric" }).format(now);
    } catch (wrong) { lunar = ""; }
    year.textContent = today().slice(0, 4) + "年" + (lunar ? "　农历" + written(lunar) : "");
  }

  /* 正月14日 → 正月十四 */
  function written(lunar) {
    return lunar.replace(/(\d+)日?$/, function (whole, number) {
      var n = Number(number), digits = "十一二三四五六七八九";
      if (n === 10) { return "初十"; }
      if (n === 20) { return "二十"; }
      if (n === 30) { return "三十"; }
      return (n < 10 ? "初" : n < 20 ? "十" : "廿") + digits.charAt(n % 10);
    });
  }

  function turn() {
    var all = stage.querySelectorAll(".slide"), dots = stage.querySelectorAll(".dots i");
    at += 1;
    if (at >= all.length) { ask(); return; }
    Array.prototype.forEach.call(all, function (one, place) { one.classList.toggle("is-shown", place === at); });
    Array.prototype.forEach.call(dots, function (one, place) { one.classList.toggle("is-shown", place === at); });
    clock();
    timer = setTimeout(turn, (said ? said.seconds : 12) * 1000);
  }

  function tell(lost) {
    var hours = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });
    away.hidden = !lost;
    away.textContent = lost ? "网络中断，内容截至 " + today() + " " + hours.format(new Date(heard)) : "";
    if (lost && new Date(heard).toDateString() !== new Date().toDateString()) {
      away.textContent = "网络中断超过一天";
    }
  }

  function again(lost) {
    clearTimeout(timer);
    tell(lost);
    if (said) { draw(); root.classList.add("is-live"); }
    at = -1;
    turn();
  }

  function ask() {
    var over = new AbortController();
    var late = setTimeout(function () { over.abort(); }, 8000);
    fetch(root.dataset.loop, { cache: "no-store", credentials: "omit", signal: over.signal })
      .then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        var kept = answer.headers.get("X-Kept");
        return answer.json().then(function (fresh) {
          said = fresh;
          heard = kept ? Number(kept) : Date.now();
          clearTimeout(late);
          again(Boolean(kept));
        });
      })
      .catch(function () { clearTimeout(late); again(true); });
  }

  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope }).catch(function () { return null; });
  }
  clock();
  heard = Date.now();
  ask();
}());
