/**
 * @file My week: where I must be, when, in which zone, and what is only held. One line a date, beside it the day as a
 * strip of the reader's own clock; what is only held is dashed.
 */
import { Task } from '@lit/task';
import { html, nothing, svg } from 'lit';
import { hourMs, minuteMs } from '../../../shared/duration.js';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock } from '../parts/answer.js';
import { head, name, Page } from '../parts/page.js';
import { isTentative, stateMark } from '../parts/state.js';
import { pieces, words } from '../words.js';

/**
 * @typedef {object} WeekItem
 * @property {string} id
 * @property {string} [engagementId]
 * @property {string} start
 * @property {string} end
 * @property {string} timeZone
 * @property {string} title
 * @property {string} state
 * @property {number} [rank]
 * @property {string} [place]
 * @property {{ id?: string, name: string } | null} [artist]
 * @property {{ name: string } | null} [presenter]
 * @property {boolean} [allDay]
 * @property {string[]} [conflicts] ids of the dates of the same artist that overlap
 */

/** Where the strip begins and ends, in hours of the reader's day: nights on stage end after midnight. */
const stripFrom = 6;
const stripHours = 20;

class WeekPage extends Page {
  constructor() {
    super();
    const asked = new URLSearchParams(location.search).get('from');
    this.today = dates.isoDay(new Date());
    this.from = /^\d{4}-\d\d-\d\d$/.test(asked ?? '') ? /** @type {string} */ (asked) : this.today;
    this.task = new Task(this, { args: () => [this.from], task: ([from], { signal }) => this.load(from, signal) });
  }

  /** @param {string} from @param {AbortSignal} signal */
  async load(from, signal) {
    const query = { from, days: 7, timeZone: dates.readerZone };
    /** @type {{ items: WeekItem[] }} */
    const { items } = await api.get('/api/v1/week', query, signal);
    const next = items.length ? null : await this.nextDate(dates.addDays(from, 7), signal);
    return { items: items.toSorted((a, b) => a.start.localeCompare(b.start)), next };
  }

  /** @param {string} from @param {AbortSignal} signal @returns {Promise<WeekItem | null>} */
  async nextDate(from, signal) {
    const { items } = await api
      .get('/api/v1/week', { from, days: 92, timeZone: dates.readerZone }, signal)
      .catch(() => ({ items: [] }));
    return (
      items.toSorted((/** @type {WeekItem} */ a, /** @type {WeekItem} */ b) => a.start.localeCompare(b.start))[0] ??
      null
    );
  }

  /** @param {number} days */
  address(days) {
    return `/?from=${dates.addDays(this.from, days)}`;
  }

  /** @param {{ items: WeekItem[], next: WeekItem | null }} answered */
  view({ items, next }) {
    return html`<p class="lead summary">${summary(items, this.from, Boolean(this.me?.artist))}</p>
      ${items.length === 0 ? this.empty(next) : nothing}
      <div class="week">
        <svg class="strip-hours" aria-hidden="true">${hourMarks.map(({ hour, left }) => svg`<text x=${left} y="16" text-anchor="middle">${hour}</text>`)}</svg>
        <ol>${Array.from({ length: 7 }, (_, i) => this.day(dates.addDays(this.from, i), items))}</ol>
      </div>`;
  }

  /** @param {WeekItem | null} next */
  empty(next) {
    return emptyBlock(
      next
        ? pieces(words.week.next, { moment: dates.moment(next.start, next.timeZone), title: name(next.title) })
        : words.week.noNext,
      next
        ? html`<a class="button" href="/?from=${dates.isoDay(next.start)}">${words.week.goToWeek}</a>`
        : html`<a class="button" href="/requests">${words.week.seeRequests}</a>`,
    );
  }

  /** @param {string} iso @param {WeekItem[]} items */
  day(iso, items) {
    const { weekday, day, month } = dates.dayParts(iso);
    const mine = items.filter((item) => dates.isoDay(item.start) === iso);
    const today = iso === this.today;
    return html`<li class="day ${today ? 'today' : ''} ${mine.length ? '' : 'free'}">
      <h2 class="date"><span class="weekday">${weekday}</span> <span class="figure">${day}</span> ${today ? html`<span class="month now">${words.week.today}</span>` : html`<span class="month">${month}</span>`}</h2>
      <div class="dates">
        ${clockNotes(iso, mine)}
        ${mine.length ? html`<ul>${mine.map((item) => this.item(item, items))}</ul>` : html`<p class="nothing">${this.me?.artist ? words.week.free : words.week.nothing}</p>`}
      </div>
      <svg class="strip" aria-hidden="true">${hourMarks.map(({ left }) => svg`<line x1=${left} x2=${left} y1="0" y2="100%"></line>`)}${mine.filter(({ state }) => state !== 'cancelled').map((item) => bar(item, iso))}</svg>
    </li>`;
  }

  /** @param {WeekItem} item @param {WeekItem[]} items */
  item(item, items) {
    const { start, end, timeZone } = item;
    const elsewhere = !dates.sameClock(start, timeZone);
    const artist = item.artist && item.artist.id !== this.me?.artist?.id ? item.artist.name : null;
    const clashing = items.filter(({ id }) => item.conflicts?.includes(id));
    const title = item.engagementId
      ? html`<a href="/requests/${item.engagementId}">${name(item.title)}</a>`
      : name(item.title);
    return html`<li class="date-line ${isTentative(item.state) ? 'tentative' : ''} ${item.state === 'cancelled' ? 'cancelled' : ''}">
      <p class="when"><time datetime=${start}>${item.allDay ? words.week.allDay : dates.span(start, end, timeZone)}</time>
        ${elsewhere ? html`<span class="zone">${words.week.zone({ city: dates.zoneCity(timeZone), zone: dates.zoneName(start, timeZone) })}</span><span class="yours">${words.week.yours({ span: otherDay(item) + dates.span(start, end) })}</span>` : nothing}</p>
      <div class="what"><p class="title">${title}</p>
        <p class="muted">${artist && artist !== item.title ? html`${name(artist)}${item.place ? ', ' : ''}` : nothing}${item.place ? name(item.place) : nothing}</p>
        ${clashing.length ? html`<p class="clash">${icon('alert')} <span>${pieces(words.week.clash, { dates: clashing.map((other, i) => html`${i ? ', ' : ''}${name(other.title)}`) })}</span></p>` : nothing}
      </div>
      ${stateMark(item.state, item.rank)}
    </li>`;
  }

  render() {
    const to = dates.addDays(this.from, 6);
    const title = words.week.title({ dates: dates.weekTitle(this.from, to) });
    const steps = html`<nav class="steps" aria-label=${words.week.weeks}>
      <a class="button square" href=${this.address(-7)} aria-label=${words.week.previous}>${icon('back')}</a>
      <a class="button" href="/" aria-current=${this.from === this.today ? 'page' : nothing}>${words.week.this}</a>
      <a class="button square" href=${this.address(7)} aria-label=${words.week.following}>${icon('forward')}</a>
    </nav>`;
    return html`${head(title, nothing, steps)}${answer(this.task, (value) => this.view(value), 7)}
      <p class="muted footnote">${words.week.zones({ clock: dates.clockName(`${this.from}T12:00:00Z`, dates.readerZone) })}</p>`;
  }
}

const hourMarks = [6, 12, 18, 24].map((hour) => ({
  hour: hour === 24 ? '0' : String(hour),
  left: `${((hour - stripFrom) / stripHours) * 100}%`,
}));

/** The week in one breath. @param {WeekItem[]} items @param {string} from @param {boolean} own whether they are the reader's own dates */
function summary(items, from, own) {
  const sure = items.filter(({ state }) => state === 'confirmed');
  const held = items.filter(({ state }) => state === 'hold');
  if (sure.length + held.length === 0) return words.week.none;
  const first = sure.length
    ? (own ? words.week.mustBe : words.week.confirmedOn)({ days: daysOf(sure, from) })
    : own
      ? words.week.needNot
      : words.week.noneConfirmed;
  return `${first} ${held.length ? words.week.pencilled({ days: daysOf(held, from) }) : words.week.noneHeld}`;
}

/** @param {WeekItem[]} items @param {string} from */
function daysOf(items, from) {
  const days = new Set(items.map(({ start }) => dates.isoDay(start)));
  const within = Array.from({ length: 7 }, (_, i) => dates.addDays(from, i)).filter((iso) => days.has(iso));
  return dates.listOf(within.map((iso) => dates.dayParts(iso).weekday));
}

/** The day's name where the reader's clock is on another day than the place's. @param {WeekItem} item */
const otherDay = ({ start, timeZone }) =>
  dates.isoDay(start) === dates.isoDay(start, timeZone) ? '' : `${dates.day(start)}, `;

/** What the clocks do that day, where the reader or a date is. @param {string} iso @param {WeekItem[]} items */
function clockNotes(iso, items) {
  const zones = [...new Set([dates.readerZone, ...items.map(({ timeZone }) => timeZone)])];
  return zones.map((timeZone) => {
    const change = dates.clockChange(iso, timeZone);
    if (!change) return nothing;
    const says = words.week.clocks({
      direction: change.minutes > 0 ? 'forward' : 'back',
      minutes: Math.abs(change.minutes),
      city: dates.zoneCity(timeZone),
      turn: turn(change, timeZone),
    });
    return html`<p class="clocks">${icon('clocks')} <span>${says}</span></p>`;
  });
}

/** "03:00 becomes 02:00" @param {{ minutes: number, instant: number }} change @param {string} timeZone */
function turn({ minutes, instant }, timeZone) {
  const wall = instant + dates.offsetMinutes(instant, timeZone) * minuteMs;
  return words.week.turn({ from: dates.time(wall - minutes * minuteMs, 'UTC'), to: dates.time(wall, 'UTC') });
}

/** A date's place on the strip, by the reader's clock. @param {WeekItem} item @param {string} iso */
function bar(item, iso) {
  const midnight = dates.startOfDay(iso);
  /** @param {string} instant */
  const hours = (instant) => (Date.parse(instant) - midnight) / hourMs - stripFrom;
  const from = Math.max(0, item.allDay ? 0 : hours(item.start));
  const to = Math.min(stripHours, item.allDay ? stripHours : hours(item.end));
  const x = `${(from / stripHours) * 100}%`;
  const width = `${(Math.max(0.4, to - from) / stripHours) * 100}%`;
  return svg`<rect class=${item.state === 'busy' ? 'busy' : isTentative(item.state) ? 'tentative' : ''} x=${x} width=${width} y="50%" height="14" rx="2"></rect>`;
}

customElements.define('page-week', WeekPage);
