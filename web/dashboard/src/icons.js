/** @file The line icons in use, as symbols of one sprite in the page. */

import { html, render, svg } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import open from 'lucide-static/icons/arrow-right.svg?raw';
import seal from 'lucide-static/icons/badge-check.svg?raw';
import ban from 'lucide-static/icons/ban.svg?raw';
import week from 'lucide-static/icons/calendar-days.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import back from 'lucide-static/icons/chevron-left.svg?raw';
import forward from 'lucide-static/icons/chevron-right.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import more from 'lucide-static/icons/ellipsis.svg?raw';
import file from 'lucide-static/icons/file-text.svg?raw';
import clocks from 'lucide-static/icons/history.svg?raw';
import requests from 'lucide-static/icons/inbox.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import key from 'lucide-static/icons/key-round.svg?raw';
import language from 'lucide-static/icons/languages.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import leave from 'lucide-static/icons/log-out.svg?raw';
import mail from 'lucide-static/icons/mail.svg?raw';
import pin from 'lucide-static/icons/map-pin.svg?raw';
import pen from 'lucide-static/icons/pen-line.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import rotate from 'lucide-static/icons/refresh-cw.svg?raw';
import roomy from 'lucide-static/icons/rows-3.svg?raw';
import dense from 'lucide-static/icons/rows-4.svg?raw';
import calendars from 'lucide-static/icons/rss.svg?raw';
import cut from 'lucide-static/icons/scissors.svg?raw';
import record from 'lucide-static/icons/scroll-text.svg?raw';
import shield from 'lucide-static/icons/shield-check.svg?raw';
import approvals from 'lucide-static/icons/signature.svg?raw';
import scheme from 'lucide-static/icons/sun-moon.svg?raw';
import remove from 'lucide-static/icons/trash-2.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import upload from 'lucide-static/icons/upload.svg?raw';
import members from 'lucide-static/icons/user-check.svg?raw';
import roster from 'lucide-static/icons/users.svg?raw';
import offline from 'lucide-static/icons/wifi-off.svg?raw';
import close from 'lucide-static/icons/x.svg?raw';

// biome-ignore format: one line reads better than a column of names
const sources = {
  alert, approvals, back, ban, calendars, check, clock, clocks, close, copy, cut, dense, download, file, forward, info, key,
  language, leave, lock, mail, members, more, offline, open, pen, pin, plus, record, remove, requests, roomy, roster, rotate,
  scheme, seal, shield, upload, week,
};

/** @typedef {keyof typeof sources} IconName */

/** What stands within an icon's own svg element. @param {string} text */
const drawing = (text) => text.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');

/** Puts the sprite into the page, once. */
export function placeIcons() {
  const place = document.createElement('div');
  place.hidden = true;
  const symbols = Object.entries(sources).map(
    ([name, text]) => svg`<symbol id="icon-${name}" viewBox="0 0 24 24">${unsafeSVG(drawing(text))}</symbol>`,
  );
  render(html`<svg aria-hidden="true">${symbols}</svg>`, place);
  document.body.append(place);
}

/** An icon beside a word; alone, its control needs a name of its own. @param {IconName} name */
export const icon = (name) => html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}"></use></svg>`;
