/**
 * @file `<cuelight-availability>`: when somebody is free, on any page. Importing this file registers nothing; define.js
 * does. docs/embed.md names the attributes, properties, events, parts and custom properties.
 */

import { addMonths, dateIn, isZone, monthOf, readersZone } from '../shared/days.js';
import { ElementBase, h } from '../shared/dom.js';
import { agendaList } from './agenda.js';
import { catalog } from './catalog.js';
import { dayDetails, legend, troubleNote } from './details.js';
import { frame, labelStep } from './frame.js';
import { monthGrid } from './month.js';
import { Panel } from './panel.js';
import { feedOf, firstDayOf, localeOf, offeredZones, requestAddress, sourceOf } from './settings.js';
import { readAvailability, SourceError } from './source.js';
import { sheet } from './style.js';
import { viewOf } from './view.js';
import { wordsFor } from './words.js';
import { zoneSelect } from './zones.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {ReturnType<typeof frame>} Frame */

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
  /** @type {import('./catalog.js').OwnStrings} */
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

  /** The host's own words, over those of the language; web/messages/en/widget.arb has the keys. */
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
    const language = catalog.bring(this.#locale);
    try {
      const source = sourceOf(this);
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
    if (!this.#dom) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet()];
      const panel = new Panel({
        content: (kind) => this.#panelOf(kind).catch(() => this.#offline()),
        changed: () => this.#draw(),
      });
      this.#dom = frame(panel, (months) => this.#step(months));
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

  get #locale() {
    return localeOf(this);
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
    return viewOf(this.#data, this.timeZone, {
      words: this.#words(),
      month: this.#month,
      firstDay: firstDayOf(this),
      active: this.#active,
      selected: this.#selected,
    });
  }

  // ---------------------------------------------------------------------------------------------------- drawing

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
    const speechless = catalog.lacks(this.#locale);
    if (speechless) void catalog.bring(this.#locale).then(() => this.#redraw());
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
    labelStep(dom.previous, words.strings.previous, view.month <= first);
    labelStep(dom.next, words.strings.next, view.month >= last);

    const kind = this.getAttribute('view');
    const list = kind === 'agenda' || (kind !== 'month' && !this.#wide);
    const focused = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement)?.dataset?.date;
    if (this.#state === 'failed' && trouble)
      dom.body.replaceChildren(troubleNote(words, trouble, feedOf(this), () => this.refresh()));
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
  #drawTools({ words }) {
    const { tools, panel } = /** @type {Frame} */ (this.#dom);
    if (this.#state === 'failed' && !this.#data) {
      tools.replaceChildren();
      return;
    }
    const focused = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement);
    const focusedId = focused && tools.contains(focused) ? focused.id : '';
    const { hold, subscribe } = words.strings;
    /** @type {[import('./panel.js').Kind, string][]} */
    const offers = [];
    if (this.#data && this.getAttribute('artist')) offers.push(['hold', hold]);
    if (feedOf(this) && this.getAttribute('subscribe') !== 'off') offers.push(['subscribe', subscribe]);
    const zone = zoneSelect({
      words,
      chosen: this.timeZone,
      reader: readersZone(),
      calendar: this.#data?.zone && isZone(this.#data.zone) ? this.#data.zone : null,
      offered: offeredZones(this),
      choose: (chosen) => this.#chooseZone(chosen),
    });
    const openers = offers.map(([kind, text]) => panel.opener(kind, text));
    tools.replaceChildren(zone, h('div', { class: 'openers' }, openers));
    if (focusedId) this.shadowRoot?.getElementById(focusedId)?.focus();
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
    if (date >= view.today) dom?.panel.chooseDay(date);
  }

  /** @param {string} zone */
  #chooseZone(zone) {
    this.#chosenZone = zone;
    this.#clamp();
    this.#draw();
    this.shadowRoot?.getElementById('zone')?.focus();
    this.#tell('cuelight-zone', { timeZone: zone });
  }

  /** How panels look comes with their code. @param {CSSStyleSheet} panels */
  #wear(panels) {
    const root = this.shadowRoot;
    if (root) root.adoptedStyleSheets = [sheet(), panels];
  }

  /** What a panel holds; its code is fetched when it is opened first. @param {import('./panel.js').Kind} kind */
  async #panelOf(kind) {
    const words = this.#words();
    if (kind === 'subscribe') {
      const { subscribePanel, panelSheet } = await import('./subscribe.js');
      this.#wear(panelSheet());
      return subscribePanel(words, feedOf(this) ?? '', (text) => this.#announce(text));
    }
    const { requestForm, sendRequest, panelSheet } = await import('./request.js');
    this.#wear(panelSheet());
    const today = dateIn(Date.now(), this.timeZone);
    const name = this.#name;
    return requestForm({
      words,
      artist: this.getAttribute('artist') ?? '',
      title: name ? words.fill(words.strings.holdFor, { name }) : words.strings.hold,
      zone: this.timeZone,
      today,
      first: this.#selected && this.#selected >= today ? this.#selected : '',
      close: () => this.#dom?.panel.close(),
      send: (request) => sendRequest(request, requestAddress(this), (...event) => this.#tell(...event)),
    });
  }

  #offline() {
    return h('p', { class: 'quiet', role: 'alert' }, this.#words().strings.offline);
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

/** @param {string} name */
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
