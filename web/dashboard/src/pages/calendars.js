/** @file Calendars and feeds: addresses to subscribe to, and calendars read from elsewhere as busy time. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, Problem, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice, problemBlock } from '../parts/answer.js';
import { openDialog } from '../parts/dialog.js';
import { sure } from '../parts/letter.js';
import { head, name } from '../parts/page.js';
import { StepPage } from '../parts/step-page.js';
import { pieces, words } from '../words.js';

/** @typedef {{ id: string, kind: string, label: string, createdAt: string, lastFetchedAt?: string | null, revokedAt?: string | null }} Feed */
/** @typedef {{ host: string, readAt: string, askedAt: string, nextAt: string | null, failures: number, problem: { code: string, detail: string } | null }} Subscription */
/** @typedef {{ id: string, name: string, events: number, busy?: number, importedAt?: string, problems?: any[], subscription?: Subscription | null }} Calendar */

/** @type {Record<string, string>} */
const kinds = {
  week: words.calendars.week,
  engagement: words.calendars.engagement,
  availability: words.calendars.availability,
};
const largest = 1024 * 1024;

class CalendarsPage extends StepPage {
  static properties = {
    reading: { state: true },
    over: { state: true },
    following: { state: true },
    kind: { state: true },
  };

  constructor() {
    super();
    this.reading = '';
    this.over = false;
    this.following = false;
    this.kind = 'week';
    /** The artists that this workspace answers for. */
    this.artists = new Task(this, {
      args: () => [],
      task: async (_, { signal }) =>
        this.me.artist ? [] : (await api.list('/api/v1/roster', {}, signal)).filter(({ level }) => level),
    });
    this.feeds = new Task(this, { args: () => [], task: (_, { signal }) => api.list('/api/v1/feeds', {}, signal) });
    this.calendars = new Task(this, {
      args: () => [],
      task: (_, { signal }) => api.list('/api/v1/calendars', {}, signal),
    });
  }

  /** @param {SubmitEvent} event */
  create(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    return this.attempt(
      () => nothing,
      async () => {
        const { url } = await api.post('/api/v1/feeds', {
          kind: data.get('kind'),
          label: data.get('label'),
          artistId: data.get('artistId') ?? undefined,
        });
        form.reset();
        this.kind = 'week';
        await this.feeds.run();
        await showAddress(url, words.calendars.newAddress);
      },
    );
  }

  /** @param {Feed} feed */
  async rotate(feed) {
    const agreed = await sure(
      words.calendars.changeTitle,
      pieces(words.calendars.changeSays, { feed: name(feed.label) }),
      words.calendars.changeIt,
    );
    if (!agreed) return;
    await this.attempt(
      () => nothing,
      async () => {
        const { url } = await api.post(`/api/v1/feeds/${segment(feed.id)}/rotate`);
        await this.feeds.run();
        await showAddress(url, words.calendars.newAddress);
      },
    );
  }

  /** @param {Feed} feed */
  async revoke(feed) {
    const agreed = await sure(
      words.calendars.revokeTitle,
      pieces(words.calendars.revokeSays, { feed: name(feed.label) }),
      words.calendars.revokeIt,
    );
    if (!agreed) return;
    await this.attempt(
      () => nothing,
      async () => {
        await api.remove(`/api/v1/feeds/${segment(feed.id)}`);
        this.announce(words.calendars.revoked);
        await this.feeds.run();
      },
    );
  }

  /** @param {FileList | undefined | null} files */
  async read(files) {
    const [file] = files ?? [];
    if (!file) return;
    this.said = nothing;
    if (file.size > largest) {
      this.said = problemBlock(
        new Problem({
          code: 'calendar.too_large',
          detail: words.calendars.tooLarge({ file: file.name, size: dates.count(Math.ceil(file.size / 1024)) }),
        }),
      );
      return;
    }
    this.reading = file.name;
    try {
      const { calendar, problems } = await api.upload('/api/v1/calendars/import', file, 'text/calendar', {
        name: file.name.replace(/\.ics$/i, '').slice(0, 200),
        artistId: /** @type {HTMLSelectElement | null} */ (this.querySelector('#whose'))?.value,
        timeZone: dates.readerZone,
      });
      this.said = readSentence(calendar, problems ?? []);
      await this.calendars.run();
    } catch (problem) {
      const { body } = /** @type {Problem} */ (problem);
      this.said = html`${problemBlock(problem)}${body?.problems?.length ? problemList(body.problems) : nothing}`;
    } finally {
      this.reading = '';
    }
  }

  /** @param {SubmitEvent} event */
  async follow(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    this.following = true;
    /** @param {{ calendar: Calendar, problems?: any[] }} answered */
    const done = ({ calendar, problems = [] }) => readSentence(calendar, problems);
    await this.attempt(done, async () => {
      const answered = await api.post('/api/v1/calendars/subscribe', {
        address: new FormData(form).get('address'),
        artistId: /** @type {HTMLSelectElement | null} */ (this.querySelector('#whose'))?.value || undefined,
        timeZone: dates.readerZone,
      });
      form.reset();
      await this.calendars.run();
      return answered;
    });
    this.following = false;
  }

  /** @param {Calendar} calendar */
  readAgain(calendar) {
    return this.attempt(
      () => nothing,
      async () => {
        const { subscription } = await api.post(`/api/v1/calendars/${segment(calendar.id)}/read`);
        this.announce(subscription.problem ? subscription.problem.detail : words.calendars.readOnce);
        await this.calendars.run();
      },
    );
  }

  /** @param {Calendar} calendar */
  async removeCalendar(calendar) {
    const agreed = await sure(
      words.calendars.awayTitle,
      pieces(words.calendars.awaySays, {
        kind: calendar.subscription ? 'subscription' : 'file',
        calendar: name(calendar.name),
      }),
      words.calendars.awayIt,
    );
    if (!agreed) return;
    await this.attempt(
      () => nothing,
      async () => {
        await api.remove(`/api/v1/calendars/${segment(calendar.id)}`);
        this.announce(words.calendars.taken);
        await this.calendars.run();
      },
    );
  }

  /** @param {DragEvent} event @param {boolean} over */
  drag(event, over) {
    event.preventDefault();
    this.over = over;
  }

  /** @param {DragEvent} event */
  drop(event) {
    this.drag(event, false);
    this.read(event.dataTransfer?.files);
  }

  /** Which artist it is about, where there are several. @param {string} id @param {string} label @param {boolean} open whether it may be nobody's */
  whose(id, label, open) {
    const artists = this.artists.value ?? [];
    if (artists.length === 0) return nothing;
    return html`<div class="field"><label for=${id}>${label}</label><select id=${id} name="artistId">
      ${open ? html`<option value="">${words.calendars.workspacesOwn}</option>` : nothing}${artists.map((artist) => html`<option value=${artist.id}>${artist.name}</option>`)}</select></div>`;
  }

  /** @param {Feed[]} feeds */
  feedTable(feeds) {
    if (feeds.length === 0) return emptyBlock(words.calendars.noFeed);
    return html`<div class="table-wrap" role="region" aria-label=${words.calendars.feeds} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">${words.calendars.feed}</th><th scope="col">${words.calendars.shows}</th><th scope="col">${words.calendars.made}</th><th scope="col">${words.calendars.lastFetched}</th><th scope="col"><span class="quiet">${words.common.actions}</span></th></tr></thead>
      <tbody>${feeds.map(
        (feed) => html`<tr class=${feed.revokedAt ? 'past' : ''}>
        <th scope="row">${name(feed.label || kinds[feed.kind] || feed.kind)}</th>
        <td data-label=${words.calendars.shows}>${kinds[feed.kind] ?? feed.kind}</td>
        <td data-label=${words.calendars.made}>${dates.day(feed.createdAt)}</td>
        <td data-label=${words.calendars.lastFetched}>${feed.lastFetchedAt ? dates.moment(feed.lastFetchedAt) : html`<span class="muted">${words.calendars.never}</span>`}</td>
        <td class="steps-cell">${feed.revokedAt ? html`<span class="muted">${words.calendars.revokedAt({ moment: dates.moment(feed.revokedAt) })}</span>` : html`<button class="button plain" @click=${() => this.rotate(feed)}>${icon('rotate')} ${words.calendars.change}</button><button class="button plain" @click=${() => this.revoke(feed)}>${icon('ban')} ${words.calendars.revoke}</button>`}</td>
      </tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {Calendar[]} calendars */
  calendarTable(calendars) {
    if (calendars.length === 0) return emptyBlock(words.calendars.noCalendar);
    return html`<div class="table-wrap" role="region" aria-label=${words.calendars.imported} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">${words.calendars.calendar}</th><th scope="col" class="num">${words.calendars.events}</th><th scope="col" class="num">${words.calendars.problems}</th><th scope="col">${words.calendars.read}</th><th scope="col"><span class="quiet">${words.common.actions}</span></th></tr></thead>
      <tbody>${calendars.map(
        (calendar) => html`<tr>
        <th scope="row">${name(calendar.name)}${calendar.subscription ? html`<span class="from">${pieces(words.calendars.from, { host: html`<bdi>${calendar.subscription.host}</bdi>` })}</span>` : nothing}</th>
        <td class="num" data-label=${words.calendars.events}>${dates.count(calendar.events)}</td>
        <td class="num" data-label=${words.calendars.problems}>${dates.count(size(calendar.problems))}</td>
        <td data-label=${words.calendars.read}>${calendar.subscription ? readings(calendar.subscription) : calendar.importedAt ? dates.moment(calendar.importedAt) : nothing}</td>
        <td class="steps-cell">${calendar.subscription ? html`<button class="button plain" @click=${() => this.readAgain(calendar)}>${icon('rotate')} ${words.calendars.readNow}</button>` : nothing}<button class="button plain" @click=${() => this.removeCalendar(calendar)}>${icon('remove')} ${words.calendars.takeAway}</button></td>
      </tr>`,
      )}</tbody></table></div>`;
  }

  render() {
    return html`${head(words.calendars.title, words.calendars.lead)}
      <div aria-live="polite">${this.said}</div>
      <section aria-labelledby="feeds"><h2 id="feeds">${words.calendars.feedsTitle}</h2>
        <form class="line-form" @submit=${this.create}>
          <div class="field"><label for="kind">${words.calendars.whatShows}</label><select id="kind" name="kind" .value=${this.kind} @change=${(/** @type {Event} */ event) => (this.kind = /** @type {HTMLSelectElement} */ (event.target).value)}><option value="week">${words.calendars.weekFull}</option><option value="availability">${words.calendars.busyOnly}</option></select></div>
          ${this.kind === 'availability' ? this.whose('of', words.calendars.ofWhom, false) : nothing}
          <div class="field"><label for="label">${words.calendars.forWhom}</label><input id="label" name="label" required maxlength="80" placeholder=${words.calendars.forExample} autocomplete="off" /></div>
          <button class="button ink">${icon('plus')} ${words.calendars.make}</button>
        </form>
        ${answer(this.feeds, (feeds) => this.feedTable(feeds), 3)}
      </section>
      <section aria-labelledby="imports"><h2 id="imports">${words.calendars.importsTitle}</h2>
        ${this.whose('whose', words.calendars.whose, true)}
        <label class="drop ${this.over ? 'over' : ''}" @dragover=${(/** @type {DragEvent} */ event) => this.drag(event, true)} @dragleave=${(/** @type {DragEvent} */ event) => this.drag(event, false)} @drop=${this.drop}>
          ${icon('upload')}<span>${this.reading ? pieces(words.calendars.reading, { file: name(this.reading) }) : pieces(words.calendars.choose, { choose: html`<strong>${words.calendars.chooseFile}</strong>` })}</span>
          <input class="quiet" type="file" accept=".ics,text/calendar" ?disabled=${Boolean(this.reading)} @change=${(/** @type {Event} */ event) => this.read(/** @type {HTMLInputElement} */ (event.target).files)} />
        </label>
        <form class="line-form" @submit=${this.follow}>
          <div class="field"><label for="source">${words.calendars.orLink}</label><input id="source" name="address" type="url" required maxlength="2000" placeholder="https://calendar.example/me.ics" autocomplete="off" spellcheck="false" aria-describedby="source-note" /></div>
          <button class="button ink" ?disabled=${this.following}>${icon('plus')} ${this.following ? words.calendars.busyReading : words.calendars.subscribe}</button>
          <p id="source-note" class="muted">${words.calendars.linkHelp}</p>
        </form>
        ${answer(this.calendars, (calendars) => this.calendarTable(calendars), 2)}
      </section>`;
  }
}

/** When it was read, and what went wrong since. @param {Subscription} subscription */
const readings = ({ readAt, askedAt, problem }) =>
  problem
    ? html`<span class="late">${icon('alert')} <span>${pieces(words.calendars.late, { problem: problem.detail, tried: dates.moment(askedAt), read: dates.moment(readAt), code: html`<span class="code">${problem.code}</span>` })}</span></span>`
    : dates.moment(readAt);

/** @param {any[] | undefined} list */
const size = (list) => list?.length ?? 0;

/** @param {number} count */
const tally = (count) => ({ count, figure: dates.figure(count) });

/** @param {Calendar} calendar @param {any[]} problems */
const readSentence = (calendar, problems) =>
  notice(
    problems.length ? 'standby' : 'go',
    html`<p>${pieces(words.calendars.wasRead, {
      calendar: name(calendar.name),
      events: words.calendars.eventCount(tally(calendar.events)),
      busy: words.calendars.busyCount(tally(calendar.busy ?? 0)),
    })}${problems.length ? ` ${dates.sentence(words.calendars.unread(tally(problems.length)))}` : ''}</p>${problems.length ? problemList(problems) : nothing}`,
  );

/** @param {any[]} problems */
const problemList = (
  problems,
) => html`<table class="problems"><caption class="quiet">${words.calendars.problemsTitle}</caption><thead><tr><th scope="col" class="num">${words.calendars.line}</th><th scope="col">${words.calendars.wrong}</th><th scope="col">${words.calendars.code}</th></tr></thead>
  <tbody>${problems.slice(0, 50).map(({ line, message, code }) => html`<tr><td class="num">${line || ''}</td><td><bdi>${message}</bdi></td><td class="code">${code}</td></tr>`)}</tbody></table>
  ${problems.length > 50 ? html`<p class="muted">${words.calendars.more({ count: dates.count(problems.length - 50) })}</p>` : nothing}`;

/** Shown once: the server keeps only its hash. @param {string} url @param {string} title */
async function showAddress(url, title) {
  const webcal = url.replace(/^https?:/, 'webcal:');
  await openDialog(title, (close) => {
    const copy = async (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.currentTarget);
      const field = /** @type {HTMLInputElement} */ (button.closest('dialog')?.querySelector('#address'));
      field.select();
      await navigator.clipboard?.writeText(url).catch(() => document.execCommand('copy'));
      const said = button.closest('dialog')?.querySelector('[role=status]');
      if (said) said.textContent = words.calendars.copied;
    };
    return html`<p>${words.calendars.copyHelp}</p>
      <div class="field wide"><label for="address">${words.calendars.address}</label><input id="address" readonly .value=${url} @focus=${(/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} /></div>
      <p role="status" class="go-text"></p>
      <div class="row"><button class="button cue" @click=${copy}>${icon('copy')} ${words.calendars.copy}</button><a class="button" href=${webcal}>${words.calendars.openIn}</a><button class="button plain" @click=${() => close()}>${words.calendars.done}</button></div>`;
  });
}

customElements.define('page-calendars', CalendarsPage);
