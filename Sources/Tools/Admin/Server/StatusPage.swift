/// The page at `/`: every name, live.
///
/// It is one text without anything from elsewhere.
///
/// What comes from the service is put in as text alone, never as markup.
enum StatusPage {
    /// The page.
    static let html = ##"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>my-docker-network</title>
        <link rel="icon" href="data:,">
        <style>
        :root { color-scheme: light dark; --line: #8884; --soft: #8882; --good: #18794e; --bad: #c62a2f; }
        @media (prefers-color-scheme: dark) { :root { --good: #4cc38a; --bad: #ff8b8b; } }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
        h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        ul { list-style: none; margin: 0; padding: 0; } li { overflow-wrap: anywhere; }
        input { box-sizing: border-box; font: inherit; padding: .4rem .6rem; width: 100%; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; padding: .3rem .5rem; text-align: left; }
        tr.new { background: var(--soft); }
        @media (max-width: 40rem) {
          thead { clip-path: inset(50%); position: absolute; }
          tr { border-bottom: 1px solid var(--line); display: block; padding: .4rem 0; }
          td { border: 0; display: block; padding: 0 .3rem; }
          td:not(:first-child)::before { content: attr(data-label) ": "; opacity: .7; }
        }
        </style>
        </head>
        <body>
        <header><h1>my-docker-network</h1><span id="service"></span><span id="state" role="status"></span></header>
        <main>
        <h2>Transports and sinks</h2><ul id="parts"></ul>
        <h2 id="names-heading">Names</h2>
        <label for="search">Search by name, address or user</label>
        <input id="search" type="search" autocomplete="off" spellcheck="false">
        <p id="count" role="status"></p>
        <table aria-labelledby="names-heading">
        <thead><tr><th scope="col">Name</th><th scope="col">Address</th><th scope="col">Announced by</th>
        <th scope="col">Age</th><th scope="col">Lease left</th></tr></thead>
        <tbody id="names"></tbody>
        </table>
        <button id="more" hidden>Show more</button>
        </main>
        <script>
        "use strict";
        const byID = id => document.getElementById(id);
        const names = new Map();
        const keyOf = name => name.hostname + " " + name.address;
        let shown = 200, isDrawn = true, clock = 0;
        function span(seconds) {
          if (seconds < 120) return Math.max(0, Math.floor(seconds)) + " s";
          if (seconds < 7200) return Math.floor(seconds / 60) + " min";
          if (seconds < 172800) return Math.floor(seconds / 3600) + " h";
          return Math.floor(seconds / 86400) + " days";
        }
        function put(name, isNew) {
          name.at = Date.now(); name.isNew = isNew;
          name.text = (name.name + " " + name.address + " " + (name.user || "")).toLowerCase();
          names.set(keyOf(name), name);
        }
        function cell(row, label, content) {
          const cell = row.insertCell();
          cell.dataset.label = label;
          cell.append(content);
        }
        function link(name) {
          const link = document.createElement("a");
          link.href = "http://" + name + "/";
          link.rel = "noreferrer";
          link.textContent = name;
          return link;
        }
        function left(name) {
          if (name.lease_left === undefined) return name.lease === undefined ? "no lease" : name.lease + " s";
          return span(name.lease_left - (Date.now() - name.at) / 1000);
        }
        function draw() {
          isDrawn = true;
          const wanted = byID("search").value.trim().toLowerCase();
          const found = [...names.values()].filter(name => name.text.includes(wanted));
          found.sort((a, b) => a.hostname < b.hostname ? -1 : a.hostname > b.hostname ? 1 : a.address < b.address ? -1 : 1);
          const rows = document.createDocumentFragment();
          for (const name of found.slice(0, shown)) {
            const row = document.createElement("tr");
            if (name.isNew) row.className = "new";
            cell(row, "Name", link(name.name));
            cell(row, "Address", name.address);
            cell(row, "Announced by", name.user || "unknown");
            cell(row, "Age", span((Date.now() + clock - Date.parse(name.since)) / 1000));
            cell(row, "Lease left", left(name));
            rows.append(row);
          }
          byID("names").replaceChildren(rows);
          byID("count").textContent = found.length + " of " + names.size + " names";
          byID("more").hidden = found.length <= shown;
        }
        function drawSoon() {
          if (isDrawn) { isDrawn = false; requestAnimationFrame(draw); }
        }
        function part(isGood, words, name, error) {
          const item = document.createElement("li"), state = document.createElement("strong");
          state.className = isGood ? "good" : "bad";
          state.textContent = words;
          item.append(state, " " + name + (isGood || !error ? "" : ": " + error.message));
          return item;
        }
        async function load() {
          const status = await (await fetch("/v1/status")).json();
          clock = Date.parse(status.service.time) - Date.now();
          byID("service").textContent = status.service.host + ", version " + status.service.version;
          byID("state").textContent = status.service.ready ? "ready" : "not ready";
          byID("state").className = status.service.ready ? "good" : "bad";
          byID("parts").replaceChildren(
            ...status.transports.map(one => part(one.hearing, one.connected ? "connected" : "away", one.endpoint || one.name, one.last_error)),
            ...status.sinks.map(one => part(one.current, one.current ? "current" : "behind", one.name, one.last_error)));
          const isNew = new Set([...names.values()].filter(name => name.isNew).map(keyOf));
          names.clear();
          for (const name of status.names) put(name, isNew.has(keyOf(name)));
          drawSoon();
        }
        function follow() {
          const source = new EventSource("/v1/events");
          source.addEventListener("start", load);
          source.addEventListener("lost", load);
          for (const cause of ["announced", "withdrawn", "displaced", "expired", "adopted", "disallowed"])
            source.addEventListener(cause, event => {
              const change = JSON.parse(event.data);
              if (change.change === "down") names.delete(keyOf(change));
              else put({ ...change, since: change.time, user: change.sender, lease_left: change.lease }, true);
              drawSoon();
            });
          source.onerror = () => {
            byID("state").textContent = "not connected";
            byID("state").className = "bad";
          };
        }
        byID("search").addEventListener("input", () => { shown = 200; drawSoon(); });
        byID("more").addEventListener("click", () => { shown += 500; drawSoon(); });
        setInterval(() => { if (!document.hidden) load().catch(() => {}); }, 10000);
        follow();
        </script>
        </body>
        </html>

        """##
}
