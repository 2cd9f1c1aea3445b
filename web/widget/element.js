/**
 * @file `<cuelight-availability>`: when somebody is free, on any page. Importing this file registers nothing; define.js
 * does. docs/embed.md names the attributes, properties, events, parts and custom properties.
 */
import { agendaList } from './agenda.js';
import { fetchCatalog, lacksCatalog } from './catalog.js';
import { addMonths, dateIn, isZone, monthOf, readersZone, weekStart } from './days.js';
import { dayDetails, legend } from './details.js';
import { ElementBase, h, svg } from './dom.js';
import { monthGrid } from './month.js';
import { readAvailability, SourceError } from './source.js';
import { sheet } from './style.js';
import { viewOf } from './view.js';
import { wordsFor } from './words.js';
import { zoneSelect } from './zones.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {ReturnType<CuelightAvailability['frame']>} Frame */

/** Below this inline size, in pixels, `view="auto"` shows the list. */
const narrow = 480;

export class CuelightAvailability extends ElementBase {
  static observedAttributes = [
    'src',
    'name',
    'view',
    'time-zone',
    'zones',
    'locale',
    'week-start',
    'artist',
    'request-url',
    'subscribe',
  ];

  /** @type {import('./source.js').Availability | null} */
  #data = null;
  /** @type {AbortController | null} */
  #connection = null;
  /** @type {AbortController | null} */
  #load = null;
  /** @type {Frame | null} */
  #dom = null;
  /** @type {ResizeObserver | null} */
  #sizes = null;
  /** @type {View | null} */
  #view = null;
  #wide = true;
  #month = '';
  #active = '';
  /** @type {string | null} */
  #selected = null;
  /** The zone that the reader chose; empty: the host's choice holds. */
  #chosenZone = '';
  /** @type {'loading' | 'ready' | 'failed'} */
  #state = 'loading';
  /** @type {Partial<import('./catalog.js').Strings>} */
  #strings = {};
  #drawing = false;

  // ------------------------------------------------------------------------------------------------ for the host

  /** `loading`, `ready` or `failed`. */
  get state() {
    return this.#state;
  }

  /** The date chosen, `2026-11-22`, or null. */
  get selected() {
    return this.#selected;
  }

  /** The zone whose days are shown. */
  get timeZone() {
    const asked = this.#chosenZone || this.getAttribute('time-zone') || 'viewer';
    if (asked === 'artist') return this.#data?.zone && isZone(this.#data.zone) ? this.#data.zone : readersZone();
    return asked !== 'viewer' && isZone(asked) ? asked : readersZone();
  }

  /** The host's own words, over those of the language; see catalog.js for the keys. */
  get strings() {
    return this.#strings;
  }

  set strings(own) {
    this.#strings = own ?? {};
    this.#redraw();
  }

  /** Reads the calendar anew; settles when it is shown or has failed. */
  async refresh() {
    if (!this.isConnected) return;
    this.#load?.abort();
    const load = new AbortController();
    this.#load = load;
    this.#state = 'loading';
    this.#redraw();
    const language = fetchCatalog(this.#locale);
    try {
      const source = this.#source;
      if (!source) throw new SourceError('absent');
      const data = await readAvailability(source, readersZone(), load.signal);
      await language;
      this.#data = data;
      if (load.signal.aborted) return;
      this.#state = 'ready';
      this.#clamp();
      this.#draw();
      this.#tell('cuelight-load', { name: this.#data.name, timeZone: this.#data.zone });
    } catch (cause) {
      await language;
      if (load.signal.aborted) return;
      const reason = cause instanceof SourceError ? cause.reason : 'failed';
      this.#state = 'failed';
      this.#draw(reason);
      this.#tell('cuelight-error', { code: `widget.${snake(reason)}`, message: this.#words().strings[reason], cause });
    }
  }

  /** Shows the month of a date, `2026-11-22` or `2026-11`. @param {string} date */
  goTo(date) {
    if (!/^\d{4}-\d{2}(-\d{2})?$/.test(date)) throw new TypeError('goTo needs a date such as 2026-11-22.');
    this.#active = date.length === 7 ? `${date}-01` : date;
    this.#month = monthOf(date);
    this.#clamp();
    this.#redraw();
  }

  /** Chooses a date, as a click on it does; null chooses none. @param {string | null} date */
  select(date) {
    if (date === null) this.#selected = null;
    else {
      this.goTo(date);
      this.#selected = date;
    }
    this.#redraw();
  }

  // ------------------------------------------------------------------------------------------------- life cycle

  connectedCallback() {
    this.#connection = new AbortController();
    if (!this.#dom) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet()];
      this.#dom = this.frame();
      root.replaceChildren(this.#dom.root, this.#dom.fallback);
    }
    const today = dateIn(Date.now(), this.timeZone);
    this.#month ||= this.getAttribute('month')?.match(/^\d{4}-\d{2}$/)?.[0] ?? monthOf(today);
    this.#active ||= this.#month === monthOf(today) ? today : `${this.#month}-01`;
    this.#clamp();
    this.#wide = this.#dom.root.getBoundingClientRect().width >= narrow;
    this.#sizes = new ResizeObserver(([entry]) => {
      const wide = entry.contentRect.width >= narrow;
      if (wide === this.#wide || entry.contentRect.width === 0) return;
      this.#wide = wide;
      this.#redraw();
    });
    // The root, not the host: a page may have made the host inline.
    this.#sizes.observe(this.#dom.root);
    void this.refresh();
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#load?.abort();
    this.#sizes?.disconnect();
    this.#sizes = null;
    this.#drawing = false;
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected || !this.#dom) return;
    if (name === 'src') {
      this.#data = null;
      void this.refresh();
      return;
    }
    if (name === 'time-zone') this.#chosenZone = '';
    this.#redraw();
  }

  // ------------------------------------------------------------------------------------------------------- data

  get #source() {
    const source = this.getAttribute('src');
    if (!source) return null;
    const address = new URL(source.replace(/^webcals?:/i, 'https:'), this.ownerDocument.baseURI);
    return /^https?:$/.test(address.protocol) ? address.href : null;
  }

  /** The address to follow: that of the iCalendar form. */
  get #feed() {
    return this.#source?.replace(/\.json(?=$|[?#])/, '.ics') ?? null;
  }

  get #locale() {
    const asked =
      this.getAttribute('locale') ||
      /** @type {HTMLElement | null} */ (this.closest('[lang]'))?.lang ||
      navigator.language;
    try {
      return Intl.DateTimeFormat.supportedLocalesOf(asked)[0] ?? 'en';
    } catch {
      return 'en';
    }
  }

  get #name() {
    return this.getAttribute('name') || this.#data?.name || '';
  }

  #words() {
    return wordsFor(this.#locale, this.timeZone, this.#strings);
  }

  /** The first and last month that may be shown. */
  #range() {
    const today = dateIn(Date.now(), this.timeZone);
    const until = this.#data?.until;
    const last = until ? dateIn(until - 1, this.timeZone) : addMonths(today, 24);
    return { today, first: monthOf(today), last: last > today ? monthOf(last) : monthOf(today) };
  }

  #clamp() {
    const { first, last } = this.#range();
    const month = [first, this.#month, last].sort()[1];
    if (month !== this.#month) {
      this.#month = month;
      this.#active = `${month}-01`;
    }
  }

  #look() {
    const asked = Number(this.getAttribute('week-start'));
    return viewOf(this.#data, this.timeZone, {
      words: this.#words(),
      month: this.#month,
      firstDay: asked >= 1 && asked <= 7 ? asked : weekStart(this.#locale),
      active: this.#active,
      selected: this.#selected,
    });
  }

  // ---------------------------------------------------------------------------------------------------- drawing

  /** The lasting parts; what changes is drawn into them. Called once. */
  frame() {
    const title = h('div', { id: 'title', class: 'title', part: 'title', role: 'heading', 'aria-level': 3 });
    const previous = h(
      'button',
      { type: 'button', class: 'step', part: 'button step', on: { click: () => this.#step(-1) } },
      chevron('M10 3 5 8l5 5'),
    );
    const next = h(
      'button',
      { type: 'button', class: 'step', part: 'button step', on: { click: () => this.#step(1) } },
      chevron('m6 3 5 5-5 5'),
    );
    const body = h('div', { class: 'body' });
    const details = h('div', { class: 'details', part: 'details' });
    const legend = h('p', { class: 'legend', part: 'legend', 'aria-hidden': 'true' });
    const tools = h('div', { class: 'tools' });
    const panel = h('div', { class: 'panel', part: 'panel', hidden: true });
    const status = h('div', { class: 'unseen', role: 'status' });
    const heading = h('div', { class: 'heading', part: 'header' }, title, h('div', { class: 'steps' }, previous, next));
    const root = h(
      'div',
      { class: 'root', part: 'root', role: 'group' },
      heading,
      body,
      legend,
      details,
      tools,
      panel,
      status,
    );
    return { root, fallback: h('slot'), heading, title, previous, next, body, details, legend, tools, panel, status };
  }

  /** Draws at the next occasion, once for several changes. */
  #redraw() {
    if (this.#drawing || !this.#dom || !this.isConnected) return;
    this.#drawing = true;
    queueMicrotask(() => {
      if (!this.#drawing) return;
      this.#drawing = false;
      if (this.isConnected) this.#draw();
    });
  }

  /** @param {SourceError['reason']} [trouble] */
  #draw(trouble) {
    const dom = this.#dom;
    if (!dom) return;
    const hasFallback = this.childElementCount > 0 && !this.#data && this.#state !== 'ready';
    const speechless = lacksCatalog(this.#locale);
    if (speechless) void fetchCatalog(this.#locale).then(() => this.#redraw());
    dom.root.hidden = hasFallback || speechless;
    dom.fallback.hidden = !hasFallback;
    if (dom.root.hidden) return;

    const view = this.#look();
    this.#view = view;
    const { words } = view;
    const { first, last } = this.#range();
    const name = this.#name;
    dom.root.setAttribute('lang', this.#locale);
    dom.root.setAttribute(
      'aria-label',
      name ? words.fill(words.strings.availabilityOf, { name }) : words.strings.availability,
    );
    dom.root.setAttribute('aria-busy', String(this.#state === 'loading'));
    dom.root.toggleAttribute('data-wide', this.#wide);
    dom.heading.hidden = this.#state === 'failed' && !this.#data;
    dom.title.textContent = words.month(view.month);
    label(dom.previous, words.strings.previous, view.month <= first);
    label(dom.next, words.strings.next, view.month >= last);

    const kind = this.getAttribute('view');
    const list = kind === 'agenda' || (kind !== 'month' && !this.#wide);
    const focused = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement)?.dataset?.date;
    if (this.#state === 'failed' && trouble) dom.body.replaceChildren(this.#troubleNote(words, trouble));
    else if (this.#state === 'failed') return;
    else if (list && !this.#data) dom.body.replaceChildren(h('p', { class: 'quiet' }, words.strings.loading));
    else if (list) dom.body.replaceChildren(agendaList(view, { choose: (date) => this.#choose(date) }, 'title'));
    else
      dom.body.replaceChildren(
        monthGrid(view, { move: (date) => this.#move(date), choose: (date) => this.#choose(date) }, 'title'),
      );
    dom.body.classList.toggle('list', list || this.#state === 'failed');
    if (focused) this.#focusDate(list ? focused : this.#active);

    const ready = this.#state === 'ready';
    dom.legend.replaceChildren(...(ready && !list ? legend(words) : []));
    dom.legend.hidden = list;
    dom.details.hidden = (list && ready) || this.#state === 'failed';
    dom.details.replaceChildren(...(this.#data && !(list && ready) ? [dayDetails(view)] : []));
    this.#drawTools(view);
  }

  /** @param {View} view */
  #drawTools(view) {
    const { words } = view;
    const dom = /** @type {Frame} */ (this.#dom);
    const open = dom.panel.hidden ? null : dom.panel.dataset.kind;
    const focused = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement);
    const focusedId = focused && dom.tools.contains(focused) ? focused.id : '';
    const buttons = [];
    if (this.#data && this.getAttribute('artist')) buttons.push(this.#opener('hold', words.strings.hold, open));
    if (this.#feed && this.getAttribute('subscribe') !== 'off')
      buttons.push(this.#opener('subscribe', words.strings.subscribe, open));
    dom.tools.replaceChildren(
      ...(this.#state === 'failed' && !this.#data
        ? []
        : [
            zoneSelect({
              words,
              chosen: this.timeZone,
              reader: readersZone(),
              calendar: this.#data?.zone && isZone(this.#data.zone) ? this.#data.zone : null,
              offered: (this.getAttribute('zones') ?? '').split(/[\s,]+/).filter((zone) => zone && isZone(zone)),
              choose: (zone) => this.#chooseZone(zone),
            }),
          ]),
      h('div', { class: 'openers' }, buttons),
    );
    if (focusedId) this.shadowRoot?.getElementById(focusedId)?.focus();
  }

  /** @param {'hold' | 'subscribe'} kind @param {string} text @param {string | null | undefined} open */
  #opener(kind, text, open) {
    return h(
      'button',
      {
        type: 'button',
        id: `open-${kind}`,
        part: `button ${kind}`,
        class: kind === 'hold' ? 'strong' : 'plain',
        'aria-expanded': String(open === kind),
        on: { click: () => this.#toggle(kind) },
      },
      text,
    );
  }

  /** @param {import('./words.js').Words} words @param {SourceError['reason']} reason */
  #troubleNote(words, reason) {
    const feed = this.#feed;
    return h(
      'div',
      { class: 'note', part: 'error', role: 'alert' },
      h('p', {}, words.strings[reason]),
      reason === 'failed'
        ? h('button', { type: 'button', part: 'button', on: { click: () => this.refresh() } }, words.strings.retry)
        : feed && reason === 'wasmRefused'
          ? h('a', { href: feed, part: 'link', rel: 'noreferrer' }, words.strings.download)
          : null,
    );
  }

  // ---------------------------------------------------------------------------------------------------- actions

  /** @param {number} months */
  #step(months) {
    const date = addMonths(this.#active, months);
    if (!this.#show(date)) return;
    this.#announceMonth();
  }

  /** Moves the grid's focus. @param {string} date */
  #move(date) {
    const month = this.#month;
    if (!this.#show(date)) return;
    this.#focusDate(date);
    if (month !== this.#month) this.#announceMonth();
  }

  /** @param {string} date */
  #show(date) {
    const { first, last } = this.#range();
    const { strings } = this.#words();
    if (monthOf(date) < first || monthOf(date) > last) {
      this.#announce(monthOf(date) < first ? strings.noEarlier : strings.noLater);
      return false;
    }
    const changed = monthOf(date) !== this.#month;
    this.#active = date;
    this.#month = monthOf(date);
    this.#draw();
    if (changed) this.#tell('cuelight-month', { month: this.#month });
    return true;
  }

  /** @param {string} date */
  #focusDate(date) {
    /** @type {HTMLElement | null | undefined} */ (this.shadowRoot?.querySelector(`[data-date="${date}"]`))?.focus();
  }

  /** @param {string} date */
  #choose(date) {
    this.#selected = date;
    this.#active = date;
    this.#draw();
    this.#focusDate(date);
    const view = this.#view;
    if (!view) return;
    const dom = this.#dom;
    if (dom && !dom.details.hidden) this.#announce(dom.details.textContent ?? '');
    const busy = view
      .dayOf(date)
      .busy.map(({ start, end }) => ({ start: new Date(start).toISOString(), end: new Date(end).toISOString() }));
    this.#tell('cuelight-select', { date, state: view.stateOf(date), busy, timeZone: this.timeZone });
    const first = /** @type {HTMLInputElement | null | undefined} */ (dom?.panel.querySelector('[name=first]'));
    const last = /** @type {HTMLInputElement | null | undefined} */ (dom?.panel.querySelector('[name=last]'));
    if (first && last && date >= view.today) first.value = last.value = date;
  }

  /** @param {string} zone */
  #chooseZone(zone) {
    this.#chosenZone = zone;
    this.#clamp();
    this.#draw();
    this.shadowRoot?.getElementById('zone')?.focus();
    this.#tell('cuelight-zone', { timeZone: zone });
  }

  /** Opens or closes a panel; its code is fetched when it is opened first. @param {'hold' | 'subscribe'} kind */
  async #toggle(kind) {
    const dom = this.#dom;
    if (!dom) return;
    if (!dom.panel.hidden && dom.panel.dataset.kind === kind) {
      this.#closePanel();
      return;
    }
    dom.panel.dataset.kind = kind;
    const opened = kind === 'hold' ? this.#holdForm() : this.#subscribePanel();
    const content = await opened.catch(() => h('p', { class: 'note', role: 'alert' }, this.#words().strings.offline));
    if (dom.panel.dataset.kind !== kind) return;
    dom.panel.hidden = false;
    dom.panel.replaceChildren(content);
    this.#draw();
    /** @type {HTMLElement | null} */ (dom.panel.querySelector('input, button, a'))?.focus();
  }

  #closePanel() {
    const dom = this.#dom;
    if (!dom) return;
    const kind = dom.panel.dataset.kind;
    dom.panel.hidden = true;
    dom.panel.replaceChildren();
    this.#draw();
    this.shadowRoot?.getElementById(`open-${kind}`)?.focus();
  }

  /** @param {CSSStyleSheet} panels how panels look, which comes with them */
  #wear(panels) {
    const root = this.shadowRoot;
    if (root) root.adoptedStyleSheets = [sheet(), panels];
  }

  async #subscribePanel() {
    const { subscribePanel, panelSheet } = await import('./subscribe.js');
    this.#wear(panelSheet());
    return subscribePanel(this.#words(), this.#feed ?? '', (text) => this.#announce(text));
  }

  async #holdForm() {
    const { requestForm, panelSheet } = await import('./request.js');
    this.#wear(panelSheet());
    const words = this.#words();
    const today = dateIn(Date.now(), this.timeZone);
    const first = this.#selected && this.#selected >= today ? this.#selected : '';
    const name = this.#name;
    return requestForm({
      words,
      artist: this.getAttribute('artist') ?? '',
      title: name ? words.fill(words.strings.holdFor, { name }) : words.strings.hold,
      zone: this.timeZone,
      today,
      first,
      close: () => this.#closePanel(),
      send: (request) => this.#send(request),
    });
  }

  /**
   * Posts a request, or leaves it to a host that prevents the default and answers through `waitUntil`.
   * @param {import('./request.js').HoldRequest} request
   */
  async #send(request) {
    /** @type {Promise<unknown> | null} */
    let carried = null;
    const waitUntil = (/** @type {Promise<unknown>} */ promise) => (carried = promise);
    const ours = this.#tell('cuelight-request', { request, waitUntil }, true);
    const base = this.#source ?? this.ownerDocument.baseURI;
    const address = new URL(this.getAttribute('request-url') || '/api/request-hold', base);
    const failure = ours
      ? await (await import('./request.js')).postRequest(address.href, request)
      : await Promise.resolve(carried).then(
          () => null,
          () => /** @type {const} */ ('refused'),
        );
    if (!failure) this.#tell('cuelight-requested', { request });
    return failure;
  }

  #announceMonth() {
    this.#announce(this.#words().month(this.#month));
  }

  /** @param {string} text */
  #announce(text) {
    if (this.#dom) this.#dom.status.textContent = text;
  }

  /** @param {string} type @param {object} detail @param {boolean} [cancelable] */
  #tell(type, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }
}

/** @param {HTMLElement} button @param {string} text @param {boolean} off */
function label(button, text, off) {
  button.setAttribute('aria-label', text);
  button.setAttribute('aria-disabled', String(off));
}

/** @param {string} path */
const chevron = (path) =>
  svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: path }));

/** @param {string} name */
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
