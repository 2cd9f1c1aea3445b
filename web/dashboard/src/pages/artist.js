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
    const artist = await api.get(`/api/artists/${segment(id)}`, {}, signal);
    // Only owners are told the level, and only they may ask who sees.
    const audience = artist.level ? await api.get(`/api/artists/${segment(id)}/audience`, {}, signal) : null;
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
        ? 'The level as it is.'
        : `${dates.sentence(dates.counted(step.gains.length, 'gains', 'gain'))} sight, ${dates.counted(step.loses.length, 'loses', 'lose')} it.`,
    );
  }

  /** @param {any} artist */
  async ask(artist) {
    this.problem = null;
    try {
      const request = await askDate(artist);
      if (!request) return;
      const { engagementId, approvalId } = await api.post('/api/engagements', request);
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
      'Invite a presenter',
      (
        close,
      ) => html`<p>They get a letter that doesn’t name ${name(artist.name)}. Once they accept it they see this artist, for the days you name; you can end it at any moment.</p>
        ${letterForm('invite', 'Write the letter', (given) => {
          form = given;
          close('done');
        })}`,
    );
    if (!form) return;
    this.problem = null;
    try {
      await api.post(`/api/artists/${segment(this.params.id)}/invitations`, form);
      this.announce('The letter is on its way.');
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
      const { approvalId } = await api.post(`/api/artists/${segment(this.params.id)}/visibility`, {
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
        ? html`<button class="button ink" @click=${() => this.ask(artist)}>Ask for a date</button>`
        : audience && this.me.workspace.kind === 'agency'
          ? html`<button class="button" @click=${() => this.invite(artist)}>${icon('mail')} Invite a presenter</button>`
          : nothing,
    )}
      ${audience ? this.audience(artist, audience) : this.problem ? problemBlock(this.problem) : nothing}
      ${audience ? html`<view-as .artist=${artist.id} .level=${this.chosen ?? audience.level}></view-as>` : nothing}
      <section aria-labelledby="own"><h2 id="own">${audience ? 'As you see it' : 'About'}</h2>${folio(artist)}</section>`;
  }

  /** @param {any} artist @param {Audience} audience */
  audience(artist, audience) {
    const level = this.chosen ?? audience.level;
    const step = audience.steps.find((other) => other.level === level) ?? audience.steps[0];
    const changed = level !== audience.level;
    return html`<section class="sight" aria-labelledby="sight">
      <h2 id="sight">Who can see ${name(artist.name)}</h2>
      ${audience.held ? notice('standby', heldSentence(audience.held)) : nothing}
      <form class="sight-desk" @submit=${this.propose}>
        ${circles({ steps: audience.steps, current: audience.level, chosen: level, choose: (next) => this.choose(next) })}
        <fieldset class="steps-list"><legend class="quiet">Level</legend>
          ${levels.toReversed().map((entry) => this.step(entry, audience, level))}
        </fieldset>
        <div class="outcome ${changed ? 'changed' : ''}" aria-live="polite">
          ${
            changed
              ? html`<div><p class="before-after">${levelMark(audience.level)} ${icon('open')}<span class="quiet"> becomes </span> ${levelMark(level)}</p>${outcome(step, artist)}</div><div>
                ${this.problem ? problemBlock(this.problem) : nothing}
                <div class="row"><button class="button cue" ?disabled=${this.busy}>Propose ${levels[levelIndex(level)].word.toLowerCase()}</button>
                  <button type="button" class="button plain" @click=${() => this.choose(audience.level)}>Leave it as it is</button></div>
                <p class="muted"><small>Proposing saves nothing: it writes the exact change down, and ${this.me.artist ? 'you confirm it' : 'the artist confirms it'}.</small></p></div>`
              : html`<p class="muted">This is the level now. Choose another to see who would gain or lose sight; nothing is saved by looking.</p>`
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
      <span class="words"><strong>${entry.word}</strong>${entry.level === audience.level ? html` <span class="now">now</span>` : nothing}<br /><span class="muted">${entry.sentence}</span>
        <span class="chips">${own.slice(0, 12).map((seer) => chip(seer))}${own.length > 12 ? html`<span class="muted">and ${dates.count(own.length - 12)} more</span>` : nothing}</span></span>
    </label>`;
  }

  render() {
    return this.task.value ? this.view(this.task.value) : html`${head('Artist')}${answer(this.task, () => nothing, 8)}`;
  }
}

/** @param {Seer} seer */
const chip = (seer) =>
  html`<span class="chip">${seer.group ? nothing : html`<span class="gram" aria-hidden="true">${monogram(seer.name)}</span>`}${name(seer.name)}</span>`;

/** @param {Step} step @param {any} artist */
function outcome({ gains, loses, requires }, artist) {
  return html`
    ${gains.length ? html`<h3>${icon('plus')} ${dates.sentence(dates.counted(gains.length, 'gains', 'gain'))} sight</h3><p class="chips">${gains.map(chip)}</p>` : nothing}
    ${loses.length ? html`<h3>${icon('close')} ${dates.sentence(dates.counted(loses.length, 'loses', 'lose'))} sight</h3><p class="chips">${loses.map(chip)}</p>` : nothing}
    ${gains.length + loses.length === 0 ? html`<p>Nobody known today gains or loses sight by this. The rule changes for those who come later.</p>` : nothing}
    ${requires?.includes('consent') ? notice('standby', html`Public takes effect only with ${name(artist.name)}’s own consent.`) : nothing}
    ${requires?.includes('verification') ? notice('standby', 'It takes effect once the workspace is verified.') : nothing}`;
}

/** @param {string} held */
const heldSentence = (held) =>
  held === 'visibility.consent_missing'
    ? 'Public is asked for and not in effect: the artist has not consented yet. Until then it counts as a private listing.'
    : 'This workspace is not verified yet, so the artist counts as workspace private.';

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
  anyone: 'Everyone, signed in or not',
  verified_presenters: 'Every verified presenter',
  unverified_presenters: 'Presenters not verified yet',
  other_agencies: 'Other agencies',
  other_artists: 'Other artists',
};

/** @param {any} entry @returns {Seer} */
const seerOf = ({ id, name: called, kind }) => ({
  id: id ?? called,
  name: called ?? groups[id] ?? id,
  kind,
  group: id in groups,
});

customElements.define('page-artist', ArtistPage);
