/** @file Calendars and feeds: addresses to subscribe to, and calendars read from elsewhere as busy time. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, Problem, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice, problemBlock } from '../parts/answer.js';
import { openDialog } from '../parts/dialog.js';
import { head, name, Page } from '../parts/page.js';

/** @typedef {{ id: string, kind: string, label: string, createdAt: string, lastFetchedAt?: string | null, revokedAt?: string | null }} Feed */
/** @typedef {{ host: string, readAt: string, askedAt: string, nextAt: string | null, failures: number, problem: { code: string, detail: string } | null }} Subscription */
/** @typedef {{ id: string, name: string, events: number, busy?: number, importedAt?: string, problems?: any[], subscription?: Subscription | null }} Calendar */

/** @type {Record<string, string>} */
const kinds = { week: 'My week', engagement: 'One engagement', availability: 'Availability' };
const largest = 1024 * 1024;

class CalendarsPage extends Page {
  static properties = {
    said: { state: true },
    reading: { state: true },
    over: { state: true },
    following: { state: true },
    kind: { state: true },
  };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    this.reading = '';
    this.over = false;
    this.following = false;
    this.kind = 'week';
    /** The artists that this workspace answers for. */
    this.artists = new Task(this, {
      args: () => [],
      task: async (_, { signal }) =>
        this.me.artist ? [] : (await api.list('/api/roster', {}, signal)).filter(({ level }) => level),
    });
    this.feeds = new Task(this, { args: () => [], task: (_, { signal }) => api.list('/api/feeds', {}, signal) });
    this.calendars = new Task(this, {
      args: () => [],
      task: (_, { signal }) => api.list('/api/calendars', {}, signal),
    });
  }

  /** @param {() => Promise<unknown>} work */
  async attempt(work) {
    this.said = nothing;
    try {
      await work();
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {SubmitEvent} event */
  create(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    return this.attempt(async () => {
      const { url } = await api.post('/api/feeds', {
        kind: data.get('kind'),
        label: data.get('label'),
        artistId: data.get('artistId') ?? undefined,
      });
      form.reset();
      this.kind = 'week';
      await this.feeds.run();
      await showAddress(url, 'The new address');
    });
  }

  /** @param {Feed} feed */
  async rotate(feed) {
    const sure = await ask(
      'Change the address?',
      html`The address of ${name(feed.label)} stops working at once. Programs that read it need the new one.`,
      'Change it',
    );
    if (!sure) return;
    await this.attempt(async () => {
      const { url } = await api.post(`/api/feeds/${segment(feed.id)}/rotate`);
      await this.feeds.run();
      await showAddress(url, 'The new address');
    });
  }

  /** @param {Feed} feed */
  async revoke(feed) {
    const sure = await ask(
      'Revoke the address?',
      html`Whoever reads ${name(feed.label)} gets nothing more from this moment. What they read before stays with them.`,
      'Revoke it',
    );
    if (!sure) return;
    await this.attempt(async () => {
      await api.remove(`/api/feeds/${segment(feed.id)}`);
      this.announce('Revoked.');
      await this.feeds.run();
    });
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
          detail: `${file.name} has ${dates.count(Math.ceil(file.size / 1024))} kB; a file of at most 1,024 kB is read.`,
        }),
      );
      return;
    }
    this.reading = file.name;
    try {
      const { calendar, problems } = await api.upload('/api/calendars/import', file, 'text/calendar', {
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
    await this.attempt(async () => {
      const { calendar, problems } = await api.post('/api/calendars/subscribe', {
        address: new FormData(form).get('address'),
        artistId: /** @type {HTMLSelectElement | null} */ (this.querySelector('#whose'))?.value || undefined,
        timeZone: dates.readerZone,
      });
      form.reset();
      this.said = readSentence(calendar, problems ?? []);
      await this.calendars.run();
    });
    this.following = false;
  }

  /** @param {Calendar} calendar */
  readAgain(calendar) {
    return this.attempt(async () => {
      const { subscription } = await api.post(`/api/calendars/${segment(calendar.id)}/read`);
      this.announce(subscription.problem ? subscription.problem.detail : 'Read.');
      await this.calendars.run();
    });
  }

  /** @param {Calendar} calendar */
  async removeCalendar(calendar) {
    const sure = await ask(
      'Take this calendar away?',
      html`The busy time of ${name(calendar.name)} no longer counts in availability. ${calendar.subscription ? 'Its address is read no more.' : 'The file itself stays where you have it.'}`,
      'Take it away',
    );
    if (!sure) return;
    await this.attempt(async () => {
      await api.remove(`/api/calendars/${segment(calendar.id)}`);
      this.announce('Taken away.');
      await this.calendars.run();
    });
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
      ${open ? html`<option value="">The workspace’s own</option>` : nothing}${artists.map((artist) => html`<option value=${artist.id}>${artist.name}</option>`)}</select></div>`;
  }

  /** @param {Feed[]} feeds */
  feedTable(feeds) {
    if (feeds.length === 0)
      return emptyBlock(
        'No address yet. Make one, paste it into your calendar program once, and your dates follow you there.',
      );
    return html`<div class="table-wrap" role="region" aria-label="Feeds" tabindex="0"><table class="desk">
      <thead><tr><th scope="col">Feed</th><th scope="col">Shows</th><th scope="col">Made</th><th scope="col">Last fetched</th><th scope="col"><span class="quiet">Actions</span></th></tr></thead>
      <tbody>${feeds.map(
        (feed) => html`<tr class=${feed.revokedAt ? 'past' : ''}>
        <th scope="row">${name(feed.label || kinds[feed.kind] || feed.kind)}</th>
        <td data-label="Shows">${kinds[feed.kind] ?? feed.kind}</td>
        <td data-label="Made">${dates.day(feed.createdAt)}</td>
        <td data-label="Last fetched">${feed.lastFetchedAt ? dates.moment(feed.lastFetchedAt) : html`<span class="muted">never</span>`}</td>
        <td class="steps-cell">${feed.revokedAt ? html`<span class="muted">Revoked ${dates.moment(feed.revokedAt)}</span>` : html`<button class="button plain" @click=${() => this.rotate(feed)}>${icon('rotate')} Change address</button><button class="button plain" @click=${() => this.revoke(feed)}>${icon('ban')} Revoke</button>`}</td>
      </tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {Calendar[]} calendars */
  calendarTable(calendars) {
    if (calendars.length === 0)
      return emptyBlock(
        'No calendar was read yet. What you import counts as busy time in the widget and the feeds; its titles are never shown to anybody.',
      );
    return html`<div class="table-wrap" role="region" aria-label="Imported calendars" tabindex="0"><table class="desk">
      <thead><tr><th scope="col">Calendar</th><th scope="col" class="num">Events</th><th scope="col" class="num">Problems</th><th scope="col">Read</th><th scope="col"><span class="quiet">Actions</span></th></tr></thead>
      <tbody>${calendars.map(
        (calendar) => html`<tr>
        <th scope="row">${name(calendar.name)}${calendar.subscription ? html`<span class="from">from <bdi>${calendar.subscription.host}</bdi></span>` : nothing}</th>
        <td class="num" data-label="Events">${dates.count(calendar.events)}</td>
        <td class="num" data-label="Problems">${dates.count(size(calendar.problems))}</td>
        <td data-label="Read">${calendar.subscription ? readings(calendar.subscription) : calendar.importedAt ? dates.moment(calendar.importedAt) : nothing}</td>
        <td class="steps-cell">${calendar.subscription ? html`<button class="button plain" @click=${() => this.readAgain(calendar)}>${icon('rotate')} Read now</button>` : nothing}<button class="button plain" @click=${() => this.removeCalendar(calendar)}>${icon('remove')} Take away</button></td>
      </tr>`,
      )}</tbody></table></div>`;
  }

  render() {
    return html`${head('Calendars and feeds', 'One way each: feeds carry your dates out, imports bring busy time in.')}
      <div aria-live="polite">${this.said}</div>
      <section aria-labelledby="feeds"><h2 id="feeds">Feeds to subscribe to</h2>
        <form class="line-form" @submit=${this.create}>
          <div class="field"><label for="kind">What it shows</label><select id="kind" name="kind" .value=${this.kind} @change=${(/** @type {Event} */ event) => (this.kind = /** @type {HTMLSelectElement} */ (event.target).value)}><option value="week">My week, in full</option><option value="availability">Availability: busy or free, nothing else</option></select></div>
          ${this.kind === 'availability' ? this.whose('of', 'Of whom', false) : nothing}
          <div class="field"><label for="label">For whom</label><input id="label" name="label" required maxlength="80" placeholder="Phone, or Opéra de Lyon" autocomplete="off" /></div>
          <button class="button ink">${icon('plus')} Make an address</button>
        </form>
        ${answer(this.feeds, (feeds) => this.feedTable(feeds), 3)}
      </section>
      <section aria-labelledby="imports"><h2 id="imports">Calendars read from elsewhere</h2>
        ${this.whose('whose', 'Whose busy time', true)}
        <label class="drop ${this.over ? 'over' : ''}" @dragover=${(/** @type {DragEvent} */ event) => this.drag(event, true)} @dragleave=${(/** @type {DragEvent} */ event) => this.drag(event, false)} @drop=${this.drop}>
          ${icon('upload')}<span>${this.reading ? html`Reading ${name(this.reading)}` : html`<strong>Choose an .ics file</strong> or drop it here`}</span>
          <input class="quiet" type="file" accept=".ics,text/calendar" ?disabled=${Boolean(this.reading)} @change=${(/** @type {Event} */ event) => this.read(/** @type {HTMLInputElement} */ (event.target).files)} />
        </label>
        <form class="line-form" @submit=${this.follow}>
          <div class="field"><label for="source">Or a calendar’s link, read every hour</label><input id="source" name="address" type="url" required maxlength="2000" placeholder="https://calendar.example/me.ics" autocomplete="off" spellcheck="false" aria-describedby="source-note" /></div>
          <button class="button ink" ?disabled=${this.following}>${icon('plus')} ${this.following ? 'Reading' : 'Subscribe'}</button>
          <p id="source-note" class="muted">The secret link of a Google, Outlook or Apple calendar will do. It is kept sealed and never shown again.</p>
        </form>
        ${answer(this.calendars, (calendars) => this.calendarTable(calendars), 2)}
      </section>`;
  }
}

/** When it was read, and what went wrong since. @param {Subscription} subscription */
const readings = ({ readAt, askedAt, problem }) =>
  problem
    ? html`<span class="late">${icon('alert')} <span>${problem.detail} Tried ${dates.moment(askedAt)}; what was read ${dates.moment(readAt)} goes on to count. <span class="code">${problem.code}</span></span></span>`
    : dates.moment(readAt);

/** @param {any[] | undefined} list */
const size = (list) => list?.length ?? 0;

/** @param {Calendar} calendar @param {any[]} problems */
const readSentence = (calendar, problems) =>
  notice(
    problems.length ? 'standby' : 'go',
    html`<p>${name(calendar.name)} was read: ${dates.counted(calendar.events, 'event', 'events')}, ${dates.counted(calendar.busy ?? 0, 'busy time', 'busy times')}.${problems.length ? ` ${dates.sentence(dates.counted(problems.length, 'line', 'lines'))} could not be read as written:` : ''}</p>${problems.length ? problemList(problems) : nothing}`,
  );

/** @param {any[]} problems */
const problemList = (
  problems,
) => html`<table class="problems"><caption class="quiet">Problems in the file</caption><thead><tr><th scope="col" class="num">Line</th><th scope="col">What is wrong</th><th scope="col">Code</th></tr></thead>
  <tbody>${problems.slice(0, 50).map(({ line, message, code }) => html`<tr><td class="num">${line || ''}</td><td><bdi>${message}</bdi></td><td class="code">${code}</td></tr>`)}</tbody></table>
  ${problems.length > 50 ? html`<p class="muted">and ${dates.count(problems.length - 50)} more.</p>` : nothing}`;

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
      if (said) said.textContent = 'Copied.';
    };
    return html`<p>Copy it now. It is shown this once; afterwards only its fingerprint is kept here. Whoever has it can read the feed. Calendar programs look again when they like: a change may take up to a day to show.</p>
      <div class="field wide"><label for="address">Address</label><input id="address" readonly .value=${url} @focus=${(/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} /></div>
      <p role="status" class="go-text"></p>
      <div class="row"><button class="button cue" @click=${copy}>${icon('copy')} Copy</button><a class="button" href=${webcal}>Open in a calendar program</a><button class="button plain" @click=${() => close()}>Done</button></div>`;
  });
}

/** @param {string} title @param {unknown} sentence @param {string} yes */
const ask = async (title, sentence, yes) =>
  (await openDialog(
    title,
    (close) =>
      html`<p>${sentence}</p><div class="row"><button class="button ink" @click=${() => close('yes')}>${yes}</button><button class="button plain" @click=${() => close()}>Leave it</button></div>`,
  )) === 'yes';

customElements.define('page-calendars', CalendarsPage);
