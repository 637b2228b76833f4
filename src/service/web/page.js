// The receiver's page: shows what the interface of docs/openapi.json gives, and keeps nothing but the token,
// for as long as the tab is open.
'use strict';

const $ = (selector, from = document) => from.querySelector(selector);
const views = ['links', 'live', 'records', 'timeline', 'map', 'ledger', 'alarms'];
let view = 'links', token = '', socket = null;

// ---- elements and texts

function make(name, attributes = {}, ...children) {
  const svg = ['svg', 'g', 'line', 'rect', 'circle', 'text', 'path', 'title'].includes(name);
  const out = svg ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith('on')) out.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) out.setAttribute(key, value);
  out.append(...children.filter(each => each !== undefined));
  return out;
}
// Enter opens: it must not press the button that has the focus then.
const onEnter = act => event => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  act();
};
const cell = (text, kind) => make('td', kind ? { class: kind } : {}, String(text ?? ''));
const number = value => cell((value ?? 0).toLocaleString('en'), 'number');
const time = text => text ? text.replace('T', ' ').replace(/(\.\d{3})\d*Z|Z/, '$1') : '';
const octets = n => {
  for (const unit of ['', ' Ki', ' Mi', ' Gi', ' Ti']) {
    if (n < 1024 || unit === ' Ti') return (unit ? n.toFixed(1) : String(n)) + unit;
    n /= 1024;
  }
};
function fill(table, rows, nothing) {
  const body = $('tbody', table);
  const columns = $('thead tr', table).children.length;
  body.replaceChildren(...(rows.length ? rows : [make('tr', {}, make('td', { colspan: columns, class: 'empty' }, nothing))]));
}

// What a person sees of an item at first.
function summary(item) {
  const parts = [];
  const message = item.message, content = item.content;
  if (message?.text) parts.push('“' + message.text + '”');
  for (const party of item.parties ?? [])
    parts.push(party.role + ' ' + (party.msisdn ?? party.sip_uri ?? party.imsi ?? party.number?.value ?? party.address ?? ''));
  const place = item.locations?.[0];
  if (place?.cell) parts.push('cell ' + cellName(place.cell));
  if (content?.length !== undefined) parts.push(content.type + ', ' + content.length + ' octets');
  if (item.session?.dnn || item.session?.apn) parts.push(item.session.dnn ?? item.session.apn);
  if (item.kind === 'gap') parts.push(item.count + ' numbers from ' + item.first + ' on did not come');
  if (item.kind === 'duplicate') parts.push('number ' + item.first + ' came before');
  if (item.code) parts.push(item.code + (item.path ? ' in ' + item.path : ''));
  if (item.message && typeof item.message === 'string') parts.push(item.message);
  return parts.join(' · ');
}
const cellName = of => of.technology + ' ' + (of.plmn ? of.plmn.mcc + '-' + of.plmn.mnc + ' ' : '') + (of.nci ?? of.eci ?? of.ci ?? '');
const nameOf = item => item.event ?? item.kind;
const timeOf = item => item.event_time ?? item.source?.arrived ?? '';

// ---- the interface

function say(text, bad = false) {
  $('#state').textContent = text;
  $('#state').classList.toggle('bad', bad);
}
async function get(path, as = 'json') {
  const response = await fetch(path, { headers: { Authorization: 'Bearer ' + token } });
  if (response.status === 401) {
    askForToken();
    throw new Error('a token is needed');
  }
  if (!response.ok) {
    let why = response.statusText;
    try { why = (await response.json()).error ?? why; } catch { /* no JSON */ }
    throw new Error(response.status + ': ' + why);
  }
  return as === 'octets' ? new Uint8Array(await response.arrayBuffer()) : response[as]();
}
// Shows what goes wrong, and goes on.
async function attempt(what) {
  try {
    await what();
    if ($('#state').classList.contains('bad')) say('');
  } catch (problem) {
    say(problem.message, true);
  }
}
function query(form) {
  const out = new URLSearchParams();
  for (const [key, value] of new FormData(form))
    if (value) out.set(key, key === 'from' || key === 'to' ? value + (value.length === 16 ? ':00Z' : 'Z') : value);
  return out;
}

// ---- links and alarms

let before = new Map(), beforeAt = 0;
async function showLinks() {
  const now = performance.now(), seconds = (now - beforeAt) / 1000;
  const { listeners, links } = await get('v1/links');
  const rate = (link, what) => {
    const old = before.get(link.link);
    return old && seconds > 0 ? Math.max(0, (link[what] - old[what]) / seconds) : 0;
  };
  fill($('#links table'), links.map(link => make('tr', {},
    cell(link.operator), cell(link.listener), cell(link.link, 'nowrap'), cell(link.tls || 'none', link.tls ? '' : 'warm'),
    cell(time(link.since), 'time nowrap'), cell(time(link.last), 'time nowrap'), number(link.octets),
    cell(octets(Math.round(rate(link, 'octets'))), 'number'), number(link.pdus), number(Math.round(rate(link, 'pdus'))),
    link.waits_for_room ? cell('waits for the disk', 'bad') : cell('open', 'good'))), 'No sender is connected.');
  before = new Map(links.map(link => [link.link, link]));
  beforeAt = now;
  $('#figures').textContent = listeners.map(each => each.name + ' on ' + each.address + (each.tls ? ', TLS' : '')).join('; ');
}
async function showAlarms() {
  const { alarms } = await get('v1/alarms');
  alarms.sort((a, b) => b.active - a.active || b.since.localeCompare(a.since));
  fill($('#alarms table'), alarms.map(each => make('tr', {}, cell(time(each.since), 'time nowrap'), cell(each.name), cell(each.text),
    number(each.times), each.active ? cell('active', 'bad') : cell('over', 'quiet'))), 'Nothing is wrong, and nothing was.');
  const active = alarms.filter(each => each.active).length;
  $('#tab-alarms .count')?.remove();
  if (active) $('#tab-alarms').append(make('span', { class: 'count' }, String(active)));
}
async function showLedger() {
  const { operators } = await get('v1/ledger');
  const rows = operators.flatMap(each => each.rows.map(row => ({ ...row, operator: each.operator })));
  rows.sort((a, b) => b.missing - a.missing || b.duplicates - a.duplicates);
  const sum = name => operators.reduce((all, each) => all + each.totals[name], 0);
  $('#totals').textContent = sum('sessions').toLocaleString('en') + ' sessions; ' + sum('missing') + ' numbers missing, ' + sum('duplicates') +
    ' duplicates, ' + sum('lost_octets') + ' octets lost' + (rows.length > 500 ? '; the 500 with most missing are shown' : '');
  fill($('#ledger table'), rows.slice(0, 500).map(row => make('tr', {}, cell(row.operator), cell(row.liid), cell(row.interface), cell(row.cin ?? '', 'number'),
    number(row.first), number(row.last), number(row.pdus), cell(row.missing, 'number ' + (row.missing ? 'bad' : '')), number(row.duplicates),
    number(row.late), cell(row.interface !== 'HI2' ? '' : row.ended ? (row.begun ? 'ended' : 'ended, no begin') : row.begun ? 'open' : ''))), 'No session was seen yet.');
}

// ---- live: a window on what came last, of which only the rows that can be seen are elements

const live = { items: [], most: 5000, came: 0, missed: 0, paused: false, selected: -1, height: 26, drawn: false, events: new Set() };
let again = 0;
function connect() {
  clearTimeout(again);
  if (socket) { socket.onclose = null; socket.close(); }
  const at = new URL('v1/live', location.href);
  at.protocol = at.protocol.replace('http', 'ws');
  at.search = query($('#live form'));
  socket = new WebSocket(at, ['lihi.live', 'lihi.token.' + token]);
  socket.onopen = () => liveState('connected');
  socket.onmessage = message => {
    for (const line of message.data.split('\n')) {
      if (!line) continue;
      const one = JSON.parse(line);
      if (one.missed) { live.missed += one.missed; continue; }
      const { item } = one;
      live.came++;
      live.items.push({ number: one.number, id: item.id, kind: item.kind, time: time(timeOf(item)), liid: item.liid ?? '', name: nameOf(item), direction: item.direction ?? '', text: summary(item) });
      if (item.event && !live.events.has(item.event)) {
        live.events.add(item.event);
        $('#events').append(make('option', { value: item.event }));
      }
    }
    if (live.items.length > live.most * 1.2) {
      const cut = live.items.length - live.most;
      live.items.splice(0, cut);
      live.selected = Math.max(-1, live.selected - cut);
    }
    drawSoon();
  };
  socket.onclose = () => {
    liveState('not connected; trying again');
    again = setTimeout(() => token && connect(), 2000);
  };
}
function liveState(text) {
  live.connection = text;
  drawSoon();
}
function drawSoon() {
  if (live.drawn) return;
  live.drawn = true;
  setTimeout(() => requestAnimationFrame(drawLive), 60);
}
function drawLive() {
  live.drawn = false;
  $('#live-state').textContent = (live.connection ?? '') + '; ' + live.came.toLocaleString('en') + ' came' +
    (live.missed ? ', ' + live.missed.toLocaleString('en') + ' were too many to show' : '');
  if (view !== 'live' || live.paused) return;
  const box = $('#live .rows');
  $('.spacer', box).style.height = live.items.length * live.height + 'px';
  // the newest is on top
  const first = Math.max(0, Math.floor(box.scrollTop / live.height) - 5);
  const last = Math.min(live.items.length, first + Math.ceil(box.clientHeight / live.height) + 10);
  const rows = [$('.spacer', box)];
  for (let i = first; i < last; i++) {
    const at = live.items.length - 1 - i, one = live.items[at];
    const row = make('div', { class: 'row' + (at === live.selected ? ' selected' : ''), role: 'row', onclick: () => openRecord(one) },
      make('span', { class: 'time' }, one.time), make('span', {}, one.liid),
      make('span', { class: one.kind === 'reject' || one.kind === 'gap' ? 'bad' : one.kind === 'duplicate' ? 'warm' : '' }, one.name),
      make('span', { class: 'quiet' }, one.direction), make('span', { class: 'quiet' }, one.text));
    row.style.top = i * live.height + 'px';
    rows.push(row);
  }
  box.replaceChildren(...rows);
}

// ---- records

let cursor = '', found = [];
function recordRow(item) {
  return make('tr', { tabindex: 0, onclick: () => openRecord(item), onkeydown: onEnter(() => openRecord(item)) },
    cell(time(timeOf(item)), 'time nowrap'), cell(item.liid, 'nowrap'), cell(nameOf(item), 'nowrap' + (item.kind === 'reject' ? ' bad' : '')), cell(item.direction), cell(summary(item)));
}
async function find(more) {
  const what = query($('#records form'));
  what.set('limit', 100);
  if (!what.get('kind')) what.delete('kind');
  if (more) what.set('cursor', cursor);
  const answer = await get('v1/records?' + what);
  found = (more ? found : []).concat(answer.records.map(each => each.item));
  cursor = answer.cursor ?? '';
  $('#more').hidden = !cursor;
  fill($('#records table'), found.map(recordRow), 'Nothing was found.');
}

// The tree beside the octets: a line's octets go to where the next line begins that is not inside of it.
async function openRecord(of) {
  if (!of.id) return;
  const dialog = $('#record');
  $('h2', dialog).textContent = nameOf(of) ?? of.name;
  for (const each of ['.tree', '.octets', '.json']) $(each, dialog).replaceChildren();
  if (!dialog.open) dialog.showModal();
  await attempt(async () => {
    const at = 'v1/records/' + encodeURIComponent(of.id);
    const item = await get(at);
    $('h2', dialog).textContent = nameOf(item) + ' · ' + time(timeOf(item)) + ' · ' + (item.liid ?? '');
    $('.json', dialog).textContent = JSON.stringify({ ...item, detail: undefined }, null, 2);
    const [tree, raw] = await Promise.all([get(at + '/tree', 'text'), get(at + '/raw', 'octets')]);
    const lines = tree.replace(/\n+$/, '').split('\n').map(text => {
      const parts = /^ *(\d+)( +)/.exec(text);
      return { text, from: parts ? Number(parts[1]) : -1, depth: parts ? parts[2].length : 0 };
    });
    lines.forEach((line, i) => {
      const next = lines.slice(i + 1).find(other => other.from >= 0 && other.depth <= line.depth);
      line.to = next ? next.from : raw.length;
    });
    const spans = lines.map(line => make('span', { onclick: event => select(event.target, line) }, line.text));
    $('.tree', dialog).replaceChildren(...spans);
    const hex = Array.from(raw, octet => octet.toString(16).padStart(2, '0'));
    const draw = (from = -1, to = -1) => {
      const out = [];
      let run = '', inside = false;
      const flush = () => {
        if (run) out.push(inside ? make('span', { class: 'selected' }, run) : run);
        run = '';
      };
      hex.forEach((octet, i) => {
        if (i % 16 === 0) {
          flush();
          out.push((i ? '\n' : '') + String(i).padStart(6) + '  ');
        }
        if ((i >= from && i < to) !== inside) {
          flush();
          inside = !inside;
        }
        run += octet + (i % 16 === 7 ? '  ' : ' ');
      });
      flush();
      $('.octets', dialog).replaceChildren(...out);
      $('.octets .selected', dialog)?.scrollIntoView({ block: 'nearest' });
    };
    const select = (span, line) => {
      $('.tree .selected', dialog)?.classList.remove('selected');
      if (line.from < 0) return draw();
      span.classList.add('selected');
      draw(line.from, line.to);
    };
    draw();
  });
}

// ---- pictures

async function all(what, most) {
  const out = [];
  for (let next = ''; out.length < most;) {
    const page = await get('v1/records?' + what + '&limit=1000' + (next ? '&cursor=' + next : ''));
    out.push(...page.records.map(each => each.item));
    if (!(next = page.cursor)) break;
  }
  return out;
}
const width = 1100;
function nothing(box, text) {
  box.replaceChildren(make('p', { class: 'empty' }, text));
}

// Lanes of events by family, bars of sessions (their CIN's first to last record), volume by the minute.
async function showTimeline() {
  const liid = new FormData($('#timeline form')).get('liid');
  if (!liid) return;
  const box = $('#timeline .picture'), of = 'liid=' + encodeURIComponent(liid);
  const [items, { volumes }] = await Promise.all([all(of + '&kind=iri', 5000), get('v1/volumes?' + of)]);
  const times = items.map(item => Date.parse(timeOf(item))).concat(volumes.map(each => Date.parse(each.minute)), volumes.map(each => Date.parse(each.minute) + 60000));
  if (!times.length) return nothing(box, 'Nothing of that LIID is here.');
  const from = times.reduce((a, b) => Math.min(a, b)), to = Math.max(times.reduce((a, b) => Math.max(a, b)), from + 1000);
  const lanes = [...new Set(items.map(item => (item.event ?? 'other').split('.')[0]))].sort();
  const sessions = new Map();
  for (const item of items)
    if (item.cin !== undefined) {
      const at = Date.parse(timeOf(item)), one = sessions.get(item.cin) ?? { from: at, to: at };
      sessions.set(item.cin, { from: Math.min(one.from, at), to: Math.max(one.to, at) });
    }
  const bars = [...sessions].sort((a, b) => a[1].from - b[1].from).slice(0, 40);
  const left = 120, lane = 26, top = 30, bar = 14;
  const x = at => left + (at - from) / (to - from) * (width - left - 30);
  const sessionsAt = top + lanes.length * lane + 16, volumeAt = sessionsAt + bars.length * bar + 20, height = volumeAt + 120;
  const svg = make('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Timeline of ' + liid });
  for (let i = 0; i <= 5; i++) {
    const at = from + (to - from) * i / 5;
    svg.append(make('line', { class: 'grid', x1: x(at), x2: x(at), y1: top - 8, y2: height - 20 }),
      make('text', { class: 'label', x: x(at), y: 14, 'text-anchor': i === 5 ? 'end' : i ? 'middle' : 'start' }, i === 0 ? time(new Date(at).toISOString()).slice(0, 19) : time(new Date(at).toISOString()).slice(to - from > 86400000 ? 5 : 11, 19)));
  }
  lanes.forEach((name, i) => svg.append(make('text', { x: 8, y: top + i * lane + 16 }, name)));
  for (const item of items) {
    const y = top + lanes.indexOf((item.event ?? 'other').split('.')[0]) * lane + 12;
    svg.append(make('circle', { class: 'dot', cx: x(Date.parse(timeOf(item))), cy: y, r: 5, tabindex: 0, onclick: () => openRecord(item),
      onkeydown: onEnter(() => openRecord(item)) }, make('title', {}, nameOf(item) + ' ' + time(timeOf(item)))));
  }
  bars.forEach(([cin, one], i) => svg.append(make('text', { class: 'label', x: 8, y: sessionsAt + i * bar + 10 }, 'CIN ' + cin),
    make('rect', { class: 'session', x: x(one.from), y: sessionsAt + i * bar, width: Math.max(3, x(one.to) - x(one.from)), height: bar - 4 })));
  const minutes = new Map();
  for (const each of volumes) minutes.set(each.minute, (minutes.get(each.minute) ?? 0) + each.octets);
  const most = Math.max(1, ...minutes.values());
  svg.append(make('text', { x: 8, y: volumeAt + 14 }, 'content'), make('text', { class: 'label', x: 8, y: volumeAt + 30 }, 'most: ' + octets(most) + 'B/min'));
  for (const [minute, value] of minutes) {
    const at = Date.parse(minute), high = Math.max(2, value / most * 90);
    svg.append(make('rect', { class: 'volume', x: x(at), y: volumeAt + 95 - high, width: Math.max(3, x(at + 60000) - x(at)), height: high },
      make('title', {}, octets(value) + 'B in ' + time(minute))));
  }
  svg.append(make('line', { class: 'grid', x1: left, x2: width - 30, y1: volumeAt + 95, y2: volumeAt + 95 }));
  box.replaceChildren(svg);
}

// Positions and antennas on a grid of degrees, east and north to scale where they are.
async function showMap() {
  const liid = new FormData($('#map form')).get('liid'), box = $('#map .picture');
  const items = await all('kind=iri' + (liid ? '&liid=' + encodeURIComponent(liid) : ''), 5000);
  const points = [];
  for (const item of items)
    for (const place of item.locations ?? [])
      for (const [kind, at] of [['position', place.position], ['site', place.site?.position]])
        if (at?.latitude !== undefined) points.push({ item, kind, latitude: at.latitude, longitude: at.longitude, cell: place.cell });
  if (!points.length) return nothing(box, 'No record has a position.');
  const range = name => [points.reduce((low, each) => Math.min(low, each[name]), Infinity), points.reduce((high, each) => Math.max(high, each[name]), -Infinity)];
  let [south, north] = range('latitude'), [west, east] = range('longitude');
  const middle = (south + north) / 2, shrink = Math.max(.05, Math.cos(middle * Math.PI / 180)), height = 560, edge = 50;
  const span = Math.max(north - south, (east - west) * shrink, .002) * 1.15;
  const scale = Math.min((width - 2 * edge), (height - 2 * edge)) / span; // pixels a degree of latitude
  const x = longitude => width / 2 + (longitude - (west + east) / 2) * shrink * scale, y = latitude => height / 2 - (latitude - middle) * scale;
  const svg = make('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Positions' });
  const step = [.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 20, 45].find(each => each * scale > 70) ?? 90;
  const digits = Math.max(0, -Math.floor(Math.log10(step))), degrees = at => (Math.round(at / step) * step).toFixed(digits).replace(/^-(0(\.0*)?)$/, '$1') + '°';
  for (let at = Math.ceil((middle - height / 2 / scale) / step) * step; y(at) > 0; at += step)
    svg.append(make('line', { class: 'grid', x1: 0, x2: width, y1: y(at), y2: y(at) }), make('text', { class: 'label', x: 4, y: y(at) - 3 }, degrees(at)));
  const wide = width / 2 / scale / shrink, centre = (west + east) / 2;
  for (let at = Math.ceil((centre - wide) / step) * step; x(at) < width; at += step)
    svg.append(make('line', { class: 'grid', x1: x(at), x2: x(at), y1: 0, y2: height }), make('text', { class: 'label', x: x(at) + 3, y: height - 5 }, degrees(at)));
  const kilometres = [.05, .1, .2, .5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find(each => each / 111.195 * scale > 90) ?? 2000, long = kilometres / 111.195 * scale;
  svg.append(make('line', { class: 'scale', x1: width - 30 - long, x2: width - 30, y1: 24, y2: 24 }),
    make('text', { x: width - 30, y: 18, 'text-anchor': 'end' }, kilometres < 1 ? kilometres * 1000 + ' m' : kilometres + ' km'));
  points.sort((a, b) => timeOf(a.item).localeCompare(timeOf(b.item)));
  if (liid) svg.append(make('path', { class: 'way', d: points.map((each, i) => (i ? 'L' : 'M') + x(each.longitude).toFixed(1) + ' ' + y(each.latitude).toFixed(1)).join('') }));
  const named = new Set();
  for (const each of points) {
    const label = each.latitude.toFixed(5) + ', ' + each.longitude.toFixed(5) + (each.cell ? ' · ' + cellName(each.cell) : '');
    svg.append(make('circle', { class: 'dot ' + each.kind, cx: x(each.longitude), cy: y(each.latitude), r: each.kind === 'site' ? 8 : 4, tabindex: 0,
      onclick: () => openRecord(each.item), onkeydown: onEnter(() => openRecord(each.item)) }, make('title', {}, label + ' · ' + time(timeOf(each.item)))));
    if (named.has(label) || named.size >= 40) continue;
    named.add(label);
    svg.append(make('text', { class: 'label', x: x(each.longitude) + 11, y: y(each.latitude) + 4 }, label));
  }
  box.replaceChildren(svg);
}

// ---- views, keys, token

const shows = {
  links: showLinks, live: drawLive, records: () => found.length || find(false), timeline: showTimeline, map: showMap, ledger: showLedger, alarms: showAlarms,
};
function show(name) {
  view = name;
  for (const each of views) {
    $('#' + each).hidden = each !== name;
    $('#tab-' + each).setAttribute('aria-selected', each === name);
  }
  history.replaceState(null, '', '#' + name);
  if (token) attempt(async () => shows[name]());
}
function askForToken() {
  token = '';
  sessionStorage.removeItem('token');
  $('#login').hidden = false;
  $('main').hidden = true;
  $('#token').focus();
}
function start() {
  $('#login').hidden = true;
  $('main').hidden = false;
  connect();
  show(view);
  attempt(showAlarms);
}

for (const [i, name] of views.entries())
  $('nav').append(make('button', { id: 'tab-' + name, type: 'button', role: 'tab', title: 'Key ' + (i + 1), onclick: () => show(name) }, name[0].toUpperCase() + name.slice(1)));
$('#login').addEventListener('submit', event => {
  event.preventDefault();
  token = $('#token').value.trim();
  sessionStorage.setItem('token', token);
  if (token) start();
});
$('#theme').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});
for (const [form, act] of [['live', connect], ['records', () => find(false)], ['timeline', showTimeline], ['map', showMap]])
  $('#' + form + ' form').addEventListener('submit', event => {
    event.preventDefault();
    attempt(async () => act());
  });
$('#more').addEventListener('click', () => attempt(() => find(true)));
$('#pause').addEventListener('click', () => {
  live.paused = !live.paused;
  $('#pause').setAttribute('aria-pressed', live.paused);
  $('#pause').textContent = live.paused ? 'Go on' : 'Pause';
  drawSoon();
});
$('#live .rows').addEventListener('scroll', drawSoon, { passive: true });
$('#live .rows').addEventListener('keydown', event => {
  const newest = live.items.length - 1;
  if (event.key === 'ArrowDown') live.selected = live.selected < 0 ? newest : Math.max(0, live.selected - 1);
  else if (event.key === 'ArrowUp') live.selected = Math.min(newest, live.selected + 1);
  else if (event.key === 'Enter' && live.items[live.selected]) return onEnter(() => openRecord(live.items[live.selected]))(event);
  else return;
  event.preventDefault();
  const top = (newest - live.selected) * live.height, box = $('#live .rows');
  if (top < box.scrollTop || top + live.height > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
  drawSoon();
});
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT)$/.test(event.target.tagName) || $('#record').open) return;
  if (event.key >= '1' && event.key <= String(views.length)) show(views[event.key - 1]);
  else if (event.key === '/') {
    event.preventDefault();
    $('#' + view + ' form input')?.focus();
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && event.target.closest?.('tbody tr')) {
    event.preventDefault();
    const row = event.target.closest('tr');
    (event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling)?.focus();
  }
});
setInterval(() => {
  if (!token || document.hidden) return;
  attempt(showAlarms);
  if (view === 'links' || view === 'ledger') attempt(async () => shows[view]());
}, 2000);

// "#token=..." of an address that the receiver's host gave: kept for this tab, and gone from the address.
const given = new URLSearchParams(location.hash.slice(1));
token = given.get('token') ?? sessionStorage.getItem('token') ?? '';
if (given.get('token')) sessionStorage.setItem('token', token);
view = views.find(each => each === (given.get('view') ?? location.hash.slice(1))) ?? 'links';
if (given.get('liid')) for (const each of document.querySelectorAll('[name=liid]')) each.value = given.get('liid');
for (const each of views) $('#' + each).hidden = true;
if (token) start();
else askForToken();
