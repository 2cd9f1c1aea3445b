/**
 * One month as an HTML table, to put inside `<cuelight-availability>` on the server: what a page shows without
 * JavaScript, where WebAssembly is refused, and until the element is ready.
 */
export function availabilityTable(given: {
  /** UTC instants. */
  busy: { start: string; end: string }[];
  /** `2026-11-22`, in `timeZone`. */
  today: string;
  /** The IANA zone whose days are shown. */
  timeZone: string;
  /** Default `en`. */
  locale?: string;
  /** `2026-11`; the month of `today` unless said otherwise. */
  month?: string;
  /** Whose calendar it is. */
  name?: string;
}): string;
