/** UTF-8 text: a well-formed string, or its octets. */
export type Text = string | Uint8Array;

/** A UTC instant to the second, `2026-11-22T18:30:00Z`. */
export type Instant = string;
/** A date, `2026-11-22`. */
export type CalendarDate = string;
/** A local date-time without zone, `2026-11-22T19:30:00`. */
export type LocalDateTime = string;

// ---------------------------------------------------------------------------------------------- parse and render

/** One property as RFC 7265 writes it: name, parameters, type, then one or more values. */
export type JcalProperty = [
  name: string,
  parameters: Record<string, string | string[]>,
  type: string,
  ...values: unknown[],
];
/** One component as RFC 7265 writes it: name, properties, components. */
export type JcalComponent = [name: string, properties: JcalProperty[], components: JcalComponent[]];

export interface Problem {
  /** Stable, dotted: `calendar.bad_line`. */
  code: string;
  /** The physical line, counted from 1. */
  line: number;
  message: string;
}

export interface ParseOptions {
  /** Throw on the first problem instead of listing it. Default false. */
  strict?: boolean;
  /** Limits; each has a default that `docs/spec/calendar.md` names. */
  maxOctets?: number;
  maxLines?: number;
  maxProperties?: number;
  maxComponents?: number;
  maxDepth?: number;
}

export interface ParseResult {
  /** The one component of the stream, usually `vcalendar`; an array of components when there is not exactly one. */
  jcal: JcalComponent | JcalComponent[];
  /** At most 1000; the last one then says that there are more. */
  problems: Problem[];
}

// ---------------------------------------------------------------------------------------------------------- feeds

/** What happened or is planned, as the domain knows it. A feed decides itself what of it is written. */
export interface CalendarEvent {
  /** The record's own key. It never appears: the UID is a keyed hash of it. */
  id: string;
  /** What it is: `performance`, `rehearsal`, `travel`, … Written as CATEGORIES. */
  kind?: string;
  /** `hold` is written STATUS:TENTATIVE, `confirmed` CONFIRMED, `cancelled` a tombstone for 30 days. */
  state: 'hold' | 'confirmed' | 'cancelled';
  title?: string;
  place?: string;
  notes?: string;
  /** A page about it, absolute. */
  url?: string;
  /**
   * Three shapes: a UTC instant; a date (an all-day event); or a local date-time together with `tzid`.
   */
  start: Instant | CalendarDate | LocalDateTime;
  /** Exclusive, in the shape of `start`. */
  end: Instant | CalendarDate | LocalDateTime;
  /** The IANA zone of a local `start`; needed for a recurring event that keeps its wall-clock time. */
  tzid?: string;
  /** An RRULE value, `FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10`. */
  rrule?: string;
  /** More starts, and starts left out, in the shape of `start`. */
  rdate?: string[];
  exdate?: string[];
  /** Raised by one on every change; default 0. */
  sequence?: number;
  /** The instant of the last change: written as DTSTAMP and LAST-MODIFIED. */
  lastModified: Instant;
}

export interface FeedOptions {
  /**
   * `week`: everything, for the person whose week it is. `engagement`: the same detail for one engagement's recipient.
   * `availability`: public; only merged busy time, so that a hold, a confirmed date and two overlapping ones look alike.
   */
  kind: 'week' | 'engagement' | 'availability';
  /**
   * `ics` (default): VEVENTs. For `availability` also `ifb` (one VFREEBUSY), `vavailability` (RFC 7953) and `json`.
   */
  format?: 'ics' | 'ifb' | 'vavailability' | 'json';
  /** The calendar's name as a subscriber sees it. */
  name: string;
  description?: string;
  /** May be left out where `busy` says everything. */
  events?: CalendarEvent[];
  /** `availability` only: intervals already known, merged in. */
  busy?: BusyInterval[];
  /** The clock's reading: the window and the tombstones are counted from it. */
  now: Instant;
  /** The key of the UIDs' hash: at least 16 octets, kept secret, never changed for one feed. */
  uidKey: Uint8Array;
  /** The right-hand part of UIDs, a host name. Default `cuelight.invalid`. */
  uidDomain?: string;
  /** The owner's IANA zone: whole days are days there. Default `UTC`. */
  tzid?: string;
  /** The feed's own address, written as SOURCE. Leave it out for tokened feeds. */
  source?: string;
  /** How often a subscriber may ask again, in minutes. Default 360. */
  refreshMinutes?: number;
  /** The window around `now`. Default 30 days back, 18 months ahead. */
  pastDays?: number;
  futureMonths?: number;
  /** Never longer than this. Default 900 000. What lies furthest ahead is left out first. */
  maxOctets?: number;
}

/** What `format: 'json'` holds, once parsed. */
export interface AvailabilityFeed {
  name: string;
  tzid: string;
  /** The window, whole UTC days. */
  from: Instant;
  until: Instant;
  busy: BusyInterval[];
}

// -------------------------------------------------------------------------------------------- recurrence and time

export interface ExpandOptions {
  /** Local (`2026-11-22T19:30:00`), UTC (with `Z`) or a date. iCalendar's short form (`20261122T193000`) too. */
  dtstart: string;
  /** IANA zone of a local `dtstart`. Without it the date-time floats. */
  tzid?: string;
  /** One RRULE value or several; without one, only DTSTART and `rdate` count. */
  rrule?: string | string[];
  rdate?: string[];
  exdate?: string[];
  /** Occurrences at or after this, in the form of `dtstart` or as an instant. */
  from?: string;
  /** Occurrences before this. */
  until?: string;
  /** At most this many. Default 10 000. */
  limit?: number;
  /** A local time that a change to summer time leaves out: `skip` it (RFC 5545 3.3.10, default) or `shift` it (3.3.5). */
  gap?: 'skip' | 'shift';
  /** Is a DTSTART that its rule does not produce an occurrence? `rule` (default): no. `always`: yes, and it counts. */
  start?: 'rule' | 'always';
  /** `local` (default): in the form of `dtstart`. `utc`: as instants; needs `tzid` or a UTC `dtstart`. */
  as?: 'local' | 'utc';
  /** Work allowed before `calendar.step_limit`. Default 1 000 000. */
  maxSteps?: number;
}

export interface BusyInterval {
  start: Instant;
  end: Instant;
}

export interface FreeBusyOptions {
  /** Calendars of any origin; unknown zones and bad lines are read as `parse` reads them. */
  ics?: Text | Text[];
  events?: CalendarEvent[];
  /** Intervals already known, merged in. */
  busy?: BusyInterval[];
  /** The period asked for. Dates are days in `tzid`. */
  from: Instant | CalendarDate;
  until: Instant | CalendarDate;
  /** The zone of floating times and of whole days. Default `UTC`. */
  tzid?: string;
  /** Do tentative events and holds count as busy? Default true. */
  tentative?: boolean;
  gap?: 'skip' | 'shift';
  maxSteps?: number;
}

export interface AvailabilityOptions extends FreeBusyOptions {
  /** First and last day (exclusive) of the grid, in `tzid`: the viewer's zone. */
  from: CalendarDate;
  until: CalendarDate;
}

export interface AvailabilityDay {
  date: CalendarDate;
  /** `busy`: the whole local day; `partly`: some of it. */
  state: 'free' | 'partly' | 'busy';
  /** The busy parts of this day, as wall-clock times of `tzid`; `24:00` is the day's end. */
  busy: { start: string; end: string }[];
}

export interface ZonedTime {
  utc: Instant;
  local: LocalDateTime;
  /** Seconds east of UTC. */
  offsetSeconds: number;
  /** The zone's abbreviation then, `CET`. */
  abbreviation: string;
  /** `gap`: the wall clock skipped this time; `overlap`: it showed it twice and the first is meant (RFC 5545 3.3.5). */
  kind: 'unique' | 'gap' | 'overlap';
}

// ------------------------------------------------------------------------------------------------------------ lint

export interface Finding {
  client: 'google' | 'outlook' | 'apple' | 'any';
  severity: 'error' | 'warning';
  code: string;
  line: number;
  /** What breaks, and what to write instead. */
  message: string;
}

export interface CalendarHeading {
  /** NAME, else X-WR-CALNAME. */
  name: string | null;
  /** X-WR-TIMEZONE, where it is a zone that the table knows. */
  tzid: string | null;
}

/** The part of the calendar module that the availability widget's slim file holds too. */
export interface CalendarTimesApi {
  /** Name and zone of a calendar, from its first lines alone. */
  heading(ics: Text): CalendarHeading;
  /** Merged busy time within a period, in order. */
  freeBusy(options: FreeBusyOptions): BusyInterval[];
  /** Busy time by day, for a month grid in the viewer's zone. */
  availability(options: AvailabilityOptions): AvailabilityDay[];
  /** A wall-clock time in a zone as an instant. */
  toUtc(time: { local: LocalDateTime; tzid: string }): ZonedTime;
  /** An instant as the wall clock of a zone shows it. */
  toLocal(time: { utc: Instant; tzid: string }): ZonedTime;
}

export interface CalendarApi extends CalendarTimesApi {
  /** iCalendar (RFC 5545 and friends) to jCal (RFC 7265): tolerant of real files, and saying what was wrong. */
  parse(ics: Text, options?: ParseOptions): ParseResult;
  /** jCal to iCalendar: CRLF, folded at 75 octets, escaped; the same bytes for the same value. */
  render(jcal: JcalComponent | JcalComponent[]): string;
  /** A whole feed from domain events: iCalendar text, or JSON text for `format: 'json'`. */
  feed(options: FeedOptions): string;
  /** The same as the UTF-8 octets that a server answers with. */
  feedOctets(options: FeedOptions): Uint8Array;
  /** The occurrences of a recurring event, in order. */
  expand(options: ExpandOptions): string[];
  /** What Google, Outlook or Apple will break on. */
  lint(ics: Text): Finding[];
  /** Every zone name that the table knows, sorted. */
  zones(): string[];
}
