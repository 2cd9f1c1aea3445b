/**
 * @file Who can see this artist: four rings with the people and workspaces in them. Choosing a level, by list, by ring
 * or by dragging the rim, shows who gains and who loses sight; nothing is saved before a person approved it.
 */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { navigate } from '../navigation.js';
import { answer, notice, problemBlock } from '../parts/answer.js';
import { askDate } from '../parts/ask-date.js';
import { circles, monogram } from '../parts/circles.js';
import { openDialog } from '../parts/dialog.js';
import { folio } from '../parts/folio.js';
import { letterForm } from '../parts/letter.js';
import { levelIndex, levelMark, levels } from '../parts/levels.js';
import { head, name, Page } from '../parts/page.js';
import '../parts/view-as.js';
import { pieces, words } from '../words.js';

/** @typedef {import('../../../client/types/visibility.d.ts').VisibilityLevel} Level */
/** @typedef {import('../parts/circles.js').Seer} Seer */
/** @typedef {{ level: Level, sees: Seer[], gains: Seer[], loses: Seer[], requires?: string[] }} Step */
/** @typedef {{ level: Level, effective: Level, held: string | null, steps: Step[] }} Audience */

class ArtistPage extends Page {
  static properties = { chosen: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Level | null} */
    this.chosen = null;
    /** @type {unknown} */
    this.problem = null;
    this.busy = false;
    this.task = new Task(this, { args: () => [this.params.id], task: ([id], { signal }) => this.load(id, signal) });
  }

  /** @param {string} id @param {AbortSignal} signal */
  async load(id, signal) {
    const artist = await api.get(`/api/v1/artists/${segment(id)}`, {}, signal);
    // Only owners are told the level, and only they may ask who sees.
    const audience = artist.level ? await api.get(`/api/v1/artists/${segment(id)}/audience`, {}, signal) : null;
    this.titled(artist.name);
    return { artist, audience: audience && readAudience(audience) };
  }

  /** @param {Level} level */
  choose(level) {
    this.chosen = level;
    const audience = this.task.value?.audience;
    const step = audience?.steps.find((/** @type {Step} */ other) => other.level === level);
    if (!step || !audience) return;
    this.announce(
      level === audience.level
        ? words.artist.asIs
        : words.artist.announce({
            gains: dates.sentence(gaining(step.gains)),
            loses: words.artist.losesIt(tally(step.loses)),
          }),
    );
  }

  /** @param {any} artist */
  async ask(artist) {
    this.problem = null;
    try {
      const request = await askDate(artist);
      if (!request) return;
      const { engagementId, approvalId } = await api.post('/api/v1/engagements', request);
      this.approvalsChanged();
      navigate(approvalId ? `/approvals/${approvalId}` : `/requests/${engagementId}`);
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** @param {any} artist */
  async invite(artist) {
    /** @type {unknown} */
    let form = null;
    await openDialog(
      words.artist.invite,
      (close) => html`<p>${pieces(words.artist.inviteHelp, { artist: name(artist.name) })}</p>
        ${letterForm('invite', words.artist.writeLetter, (given) => {
          form = given;
          close('done');
        })}`,
    );
    if (!form) return;
    this.problem = null;
    try {
      await api.post(`/api/v1/artists/${segment(this.params.id)}/invitations`, form);
      this.announce(words.artist.sent);
      navigate('/people');
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** @param {Event} event */
  async propose(event) {
    event.preventDefault();
    this.busy = true;
    this.problem = null;
    try {
      const { approvalId } = await api.post(`/api/v1/artists/${segment(this.params.id)}/visibility`, {
        level: this.chosen,
      });
      this.approvalsChanged();
      navigate(`/approvals/${approvalId}`);
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = false;
  }

  /** @param {{ artist: any, audience: Audience | null }} value */
  view({ artist, audience }) {
    const asks = this.me.workspace.kind === 'presenter';
    return html`${head(
      name(artist.name),
      [artist.discipline, artist.home].filter(Boolean).join(', ') || nothing,
      asks
        ? html`<button class="button ink" @click=${() => this.ask(artist)}>${words.artist.ask}</button>`
        : audience && this.me.workspace.kind === 'agency'
          ? html`<button class="button" @click=${() => this.invite(artist)}>${icon('mail')} ${words.artist.invite}</button>`
          : nothing,
    )}
      ${audience ? this.audience(artist, audience) : this.problem ? problemBlock(this.problem) : nothing}
      ${audience ? html`<view-as .artist=${artist.id} .level=${this.chosen ?? audience.level}></view-as>` : nothing}
      <section aria-labelledby="own"><h2 id="own">${audience ? words.artist.asYouSee : words.artist.about}</h2>${folio(artist)}</section>`;
  }

  /** @param {any} artist @param {Audience} audience */
  audience(artist, audience) {
    const level = this.chosen ?? audience.level;
    const step = audience.steps.find((other) => other.level === level) ?? audience.steps[0];
    const changed = level !== audience.level;
    return html`<section class="sight" aria-labelledby="sight">
      <h2 id="sight">${pieces(words.artist.whoSees, { artist: name(artist.name) })}</h2>
      ${audience.held ? notice('standby', heldSentence(audience.held)) : nothing}
      <form class="sight-desk" @submit=${this.propose}>
        ${circles({ steps: audience.steps, current: audience.level, chosen: level, choose: (next) => this.choose(next) })}
        <fieldset class="steps-list"><legend class="quiet">${words.artist.level}</legend>
          ${levels.toReversed().map((entry) => this.step(entry, audience, level))}
        </fieldset>
        <div class="outcome ${changed ? 'changed' : ''}" aria-live="polite">
          ${
            changed
              ? html`<div><p class="before-after">${levelMark(audience.level)} ${icon('open')}<span class="quiet">${words.artist.becomes}</span> ${levelMark(level)}</p>${outcome(step, artist)}</div><div>
                ${this.problem ? problemBlock(this.problem) : nothing}
                <div class="row"><button class="button cue" ?disabled=${this.busy}>${words.artist.propose({ level: dates.within(levels[levelIndex(level)].word) })}</button>
                  <button type="button" class="button plain" @click=${() => this.choose(audience.level)}>${words.artist.leave}</button></div>
                <p class="muted"><small>${words.artist.proposing({ who: this.me.artist ? 'you' : 'artist' })}</small></p></div>`
              : html`<p class="muted">${words.artist.looking}</p>`
          }
        </div>
      </form>
    </section>`;
  }

  /** @param {typeof levels[number]} entry @param {Audience} audience @param {Level} chosen */
  step(entry, audience, chosen) {
    const step = audience.steps.find(({ level }) => level === entry.level);
    const inner = audience.steps.find(({ level }) => level === levels[levelIndex(entry.level) - 1]?.level);
    const own = step?.sees.filter(({ id }) => !inner?.sees.some((other) => other.id === id)) ?? [];
    const within = levelIndex(entry.level) <= levelIndex(chosen);
    return html`<label class="step ${within ? 'within' : ''}">
      <input type="radio" name="level" .value=${entry.level} .checked=${entry.level === chosen} @change=${() => this.choose(entry.level)} />
      <span class="words"><strong>${entry.word}</strong>${entry.level === audience.level ? html` <span class=${words.artist.now}>${words.artist.now}</span>` : nothing}<br /><span class="muted">${entry.sentence}</span>
        <span class="chips">${own.slice(0, 12).map((seer) => chip(seer))}${own.length > 12 ? html`<span class="muted">${words.artist.more({ count: dates.count(own.length - 12) })}</span>` : nothing}</span></span>
    </label>`;
  }

  render() {
    return this.task.value
      ? this.view(this.task.value)
      : html`${head(words.artist.title)}${answer(this.task, () => nothing, 8)}`;
  }
}

/** @param {Seer} seer */
const chip = (seer) =>
  html`<span class="chip">${seer.group ? nothing : html`<span class="gram" aria-hidden="true">${monogram(seer.name)}</span>`}${name(seer.name)}</span>`;

/** @param {Seer[]} seers */
const tally = (seers) => ({ count: seers.length, figure: dates.figure(seers.length) });
/** @param {Seer[]} seers */
const gaining = (seers) => words.artist.gains(tally(seers));

/** @param {Step} step @param {any} artist */
function outcome({ gains, loses, requires }, artist) {
  return html`
    ${gains.length ? html`<h3>${icon('plus')} ${dates.sentence(gaining(gains))}</h3><p class="chips">${gains.map(chip)}</p>` : nothing}
    ${loses.length ? html`<h3>${icon('close')} ${dates.sentence(words.artist.loses(tally(loses)))}</h3><p class="chips">${loses.map(chip)}</p>` : nothing}
    ${gains.length + loses.length === 0 ? html`<p>${words.artist.nobodyChanges}</p>` : nothing}
    ${requires?.includes('consent') ? notice('standby', html`${pieces(words.artist.needsConsent, { artist: name(artist.name) })}`) : nothing}
    ${requires?.includes('verification') ? notice('standby', words.artist.needsVerification) : nothing}`;
}

/** @param {string} held */
const heldSentence = (held) =>
  held === 'visibility.consent_missing' ? words.artist.heldConsent : words.artist.heldVerification;

/** The server's answer, with the people of each level by name. @param {any} answered @returns {Audience} */
function readAudience(answered) {
  const { explanation = answered } = answered;
  /** @type {Map<string, Seer>} */
  const known = new Map((explanation.audience ?? []).map((/** @type {any} */ entry) => [entry.id, seerOf(entry)]));
  /** @param {any} entry @returns {Seer} */
  const find = (entry) =>
    known.get(typeof entry === 'string' ? entry : entry.id) ??
    seerOf(typeof entry === 'string' ? { id: entry } : entry);
  return {
    level: explanation.level,
    effective: explanation.effective ?? explanation.level,
    held: explanation.held ?? null,
    steps: explanation.levels.map((/** @type {any} */ step) => ({
      level: step.level,
      sees: (step.sees ?? []).map(find),
      gains: (step.gains ?? []).map(find),
      loses: (step.loses ?? []).map(find),
      requires: step.requires,
    })),
  };
}

/** Those who are meant by kind, not by name. @type {Record<string, string>} */
const groups = {
  anyone: words.artist.anyone,
  verified_presenters: words.artist.verified_presenters,
  unverified_presenters: words.artist.unverified_presenters,
  other_agencies: words.artist.other_agencies,
  other_artists: words.artist.other_artists,
};

/** @param {any} entry @returns {Seer} */
const seerOf = ({ id, name: called, kind }) => ({
  id: id ?? called,
  name: called ?? groups[id] ?? id,
  kind,
  group: id in groups,
});

customElements.define('page-artist', ArtistPage);
