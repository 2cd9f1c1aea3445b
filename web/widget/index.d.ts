/** `<cuelight-availability>`: when somebody is free, on any page. Described in docs/embed.md. */

export type DayState = 'free' | 'partly' | 'busy' | 'past' | 'unknown';

export interface HoldRequest {
  /** The artist's slug, from the attribute `artist`. */
  artist: string;
  /** The first day's first instant and the last day's end in `timeZone`, as UTC instants. */
  start: string;
  end: string;
  timeZone: string;
  name: string;
  email: string;
  organisation: string;
  note: string;
}

/** Every event bubbles and leaves shadow trees. */
export interface AvailabilityEvents {
  'cuelight-load': CustomEvent<{ name: string; timeZone: string | null }>;
  /** `widget.failed`, `widget.absent`, `widget.not_calendar`, `widget.too_large`, `widget.wasm_refused` */
  'cuelight-error': CustomEvent<{ code: `widget.${string}`; message: string; cause: unknown }>;
  'cuelight-month': CustomEvent<{ month: string }>;
  'cuelight-zone': CustomEvent<{ timeZone: string }>;
  'cuelight-select': CustomEvent<{
    date: string;
    state: DayState;
    busy: { start: string; end: string }[];
    timeZone: string;
  }>;
  /** Before a request is sent. A host that carries it itself prevents the default and hands over a promise. */
  'cuelight-request': CustomEvent<{ request: HoldRequest; waitUntil(carried: Promise<unknown>): void }>;
  'cuelight-requested': CustomEvent<{ request: HoldRequest }>;
}

export class CuelightAvailability extends HTMLElement {
  readonly state: 'loading' | 'ready' | 'failed';
  /** The date chosen, `2026-11-22`, or null. */
  readonly selected: string | null;
  /** The IANA zone whose days are shown. */
  readonly timeZone: string;
  /** The host's own words, over those of the language. */
  strings: Record<string, string>;
  /** Reads the calendar anew; settles when it is shown or has failed. */
  refresh(): Promise<void>;
  /** Shows the month of a date, `2026-11-22` or `2026-11`. */
  goTo(date: string): void;
  /** Chooses a date as a click on it does; null chooses none. */
  select(date: string | null): void;
  addEventListener<Type extends keyof AvailabilityEvents>(
    type: Type,
    listener: (this: CuelightAvailability, event: AvailabilityEvents[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'cuelight-availability': CuelightAvailability;
  }
}
