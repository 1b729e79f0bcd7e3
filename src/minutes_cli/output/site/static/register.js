/* The register: search as you type, filters, order. What is chosen stands behind the # of the address, to be shared. */
(function () {
  "use strict";
  var embedded = document.getElementById("register-data");
  var data = embedded ? JSON.parse(embedded.textContent) : window.minutesRegister;
  var table = document.getElementById("register");
  if (!data || !table) { return; }

  var ID = 0, HREF = 1, TEXT = 2, OWNERS = 3, DUE = 4, WORDS = 5, STATE = 6, STATUS = 7, RAISED = 8, CLOSED = 9, BODY = 10, MEETING = 11, ITEM = 12;
  var STATES = ["open", "overdue", "done", "dropped"], URGENCY = [1, 0, 2, 3];
  var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  var STEP = 60, DEFAULTS = { q: "", status: "open", owner: "", body: "", due: "", sort: "due" };
  var NAMES = Object.keys(DEFAULTS);
  var body = table.tBodies[0], controls = {}, hay = [], found = [], shown = 0;

  function byId(id) { return document.getElementById(id); }
  NAMES.forEach(function (name) { controls[name] = byId(name); });

  function fold(words) { return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }
  function later(days) {
    var day = new Date(data.today + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
  }
  function words(row, at) {
    if (hay[at] === undefined) {
      var owners = row[OWNERS].map(function (one) { return data.owners[one][0]; });
      hay[at] = fold([row[ID], row[TEXT], owners.join(" "), row[ITEM], row[STATUS], data.meetings[row[MEETING]][0]].join("\n"));
    }
    return hay[at];
  }

  /* What is asked, from the address and from the controls. */
  function fromAddress() {
    var asked = new URLSearchParams(location.hash.slice(1)), state = {};
    NAMES.forEach(function (name) { state[name] = asked.has(name) ? asked.get(name) : DEFAULTS[name]; });
    return state;
  }
  function fromControls() {
    var state = {};
    NAMES.forEach(function (name) { state[name] = controls[name].value; });
    return state;
  }
  function toControls(state) {
    NAMES.forEach(function (name) {
      controls[name].value = state[name];
      if (controls[name].selectedIndex === -1) { controls[name].value = DEFAULTS[name]; }
    });
  }
  function toAddress(state) {
    var said = new URLSearchParams();
    NAMES.forEach(function (name) { if (state[name] !== DEFAULTS[name]) { said.set(name, state[name]); } });
    history.replaceState(null, "", "#" + said.toString());
  }

  function isOfStatus(row, status) {
    var state = STATES[row[STATE]];
    return status === "all" || status === state || (status === "open" && state === "overdue") ||
      (status === "closed" && (state === "done" || state === "dropped"));
  }
  function isDue(day, asked, soon) {
    if (asked === "none") { return !day; }
    if (asked === "past") { return day && day < data.today; }
    if (asked === "later") { return day && day > soon; }
    return day && day >= data.today && day <= soon;
  }
  function filtered(state) {
    var asked = fold(state.q).split(/\s+/).filter(Boolean);
    var soon = later(state.due === "7" ? 7 : 30);
    return data.rows.filter(function (row, at) {
      if (!isOfStatus(row, state.status)) { return false; }
      if (state.owner === "-" ? row[OWNERS].length : state.owner && !row[OWNERS].some(function (one) { return data.owners[one][0] === state.owner; })) { return false; }
      if (state.body && data.bodies[row[BODY]] !== state.body) { return false; }
      if (state.due && !isDue(row[DUE], state.due, soon)) { return false; }
      return asked.every(function (word) { return words(row, at).indexOf(word) !== -1; });
    });
  }

  /* In order; what says nothing comes last whichever way round. */
  var KEYS = {
    due: function (row) { return row[DUE]; },
    raised: function (row) { return row[RAISED]; },
    closed: function (row) { return row[CLOSED]; },
    status: function (row) { return URGENCY[row[STATE]] + 1; },
    text: function (row) { return fold(row[TEXT]); },
    owner: function (row) { return row[OWNERS].length ? fold(data.owners[row[OWNERS][0]][0]) : ""; }
  };
  function sorted(rows, sort) {
    var turned = sort[0] === "-", key = KEYS[turned ? sort.slice(1) : sort];
    var said = [], silent = [];
    rows.forEach(function (row) {
      var value = key(row);
      if (value) { said.push([value, row]); } else { silent.push(row); }
    });
    said.sort(function (one, other) { return (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0) * (turned ? -1 : 1); });
    return said.map(function (pair) { return pair[1]; }).concat(silent);
  }

  /* Rows of the table; every word of the minutes goes in as text. */
  function made(tag, name, words) {
    var one = document.createElement(tag);
    if (name) { one.className = name; }
    if (words !== undefined) { one.textContent = words; }
    return one;
  }
  function linked(words, href, name) {
    if (embedded || !href) { return made("span", name, words); }
    var one = made("a", name, words);
    one.href = href;
    return one;
  }
  function day(iso) {
    var one = made("time", "", Number(iso.slice(8)) + " " + MONTHS[Number(iso.slice(5, 7)) - 1] + " " + Number(iso.slice(0, 4)));
    one.dateTime = iso;
    return one;
  }
  function cell(label, name) {
    var one = made("td", name);
    one.setAttribute("role", "cell");
    if (label) { one.dataset.label = label; }
    return one;
  }
  function drawn(row) {
    var line = made("tr"), task = cell("", "task"), owner = cell("Owner"), due = cell("Due", "day"), status = cell("Status"), raised = cell("Raised");
    line.setAttribute("role", "row");
    task.append(linked(row[TEXT], row[HREF], "text"));
    if (row[ITEM]) { task.append(made("span", "item", row[ITEM])); }
    row[OWNERS].forEach(function (one, at) {
      if (at) { owner.append(", "); }
      owner.append(linked(data.owners[one][0], data.owners[one][1]));
    });
    if (!row[OWNERS].length) { owner.append(made("span", "quiet", "nobody")); }
    due.append(row[DUE] ? day(row[DUE]) : made("span", row[WORDS] ? "quiet words" : "quiet", row[WORDS] || "–"));
    status.append(made("span", "chip " + STATES[row[STATE]], row[STATUS]));
    var meeting = data.meetings[row[MEETING]];
    raised.append(meeting[0] ? linked(meeting[0], meeting[1]) : row[RAISED] ? day(row[RAISED]) : made("span", "quiet", "–"));
    line.append(task, owner, due, status, raised);
    return line;
  }
  function show(upTo) {
    var lines = document.createDocumentFragment();
    found.slice(shown, upTo).forEach(function (row) { lines.append(drawn(row)); });
    body.append(lines);
    shown = Math.min(upTo, found.length);
    byId("more").hidden = shown >= found.length;
  }
  function refresh(state) {
    found = sorted(filtered(state), state.sort);
    body.replaceChildren();
    shown = 0;
    show(STEP);
    byId("nothing").hidden = found.length > 0;
    if (!found.length) { byId("nothing").textContent = "No action is like that."; }
    table.hidden = !found.length;
    byId("count").textContent = found.length + " of " + data.rows.length + (data.rows.length === 1 ? " action" : " actions");
    table.querySelectorAll("th[data-sort]").forEach(function (head) {
      var name = head.dataset.sort, way = state.sort === name ? "ascending" : state.sort === "-" + name ? "descending" : null;
      if (way) { head.setAttribute("aria-sort", way); } else { head.removeAttribute("aria-sort"); }
    });
  }
  function changed() {
    var state = fromControls();
    toAddress(state);
    refresh(state);
  }
  function reread() {
    var state = fromAddress();
    toControls(state);
    refresh(fromControls());
  }

  table.querySelectorAll("th[data-sort]").forEach(function (head) {
    var button = made("button", "", head.textContent);
    button.type = "button";
    button.addEventListener("click", function () {
      var name = head.dataset.sort;
      controls.sort.value = controls.sort.value === name ? "-" + name : name;
      changed();
    });
    head.replaceChildren(button);
  });
  NAMES.forEach(function (name) { controls[name].addEventListener("input", changed); });
  byId("finder").addEventListener("submit", function (event) { event.preventDefault(); });
  byId("finder").addEventListener("reset", function (event) {
    event.preventDefault();
    toControls(DEFAULTS);
    changed();
    controls.q.focus();
  });
  byId("more-button").addEventListener("click", function () { show(shown + 4 * STEP); });
  byId("all-button").addEventListener("click", function () { show(found.length); });
  window.addEventListener("beforeprint", function () { show(found.length); });
  window.addEventListener("hashchange", function () {
    if (location.hash !== "#main") { reread(); }
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      controls.q.focus();
      controls.q.select();
    }
  });

  byId("finder").hidden = false;
  /* The page already has the first rows of the default view; only another view, or a longer list, is drawn. */
  if (location.hash.length > 1 && location.hash !== "#main") {
    reread();
  } else {
    toControls(DEFAULTS);
    found = sorted(filtered(DEFAULTS), DEFAULTS.sort);
    shown = body.rows.length;
    byId("more").hidden = shown >= found.length;
  }
})();
