/** The public types of the package's entry. Each module's own types stand under its name: `Calendar.JcalComponent`. */
import type { AccessApi } from './access.d.ts';
import type { ApprovalApi } from './approval.d.ts';
import type { AuditApi } from './audit.d.ts';
import type { CalendarApi } from './calendar.d.ts';
import type { EngagementApi } from './engagement.d.ts';
import type { JsonApi } from './json.d.ts';
import type { VisibilityApi } from './visibility.d.ts';

export type * as Access from './access.d.ts';
export type * as Approval from './approval.d.ts';
export type * as Audit from './audit.d.ts';
export type * as Calendar from './calendar.d.ts';
export type * as Engagement from './engagement.d.ts';
export type * as Json from './json.d.ts';
export type * as Visibility from './visibility.d.ts';

/** What every refused call throws. */
export class CuelightError extends Error {
  constructor(code: string, message: string, offset?: number | null, options?: ErrorOptions);
  /** Stable, dotted, lower case: `json.duplicate_name`. The same in C++, JavaScript and the documents. */
  readonly code: string;
  /** Octet offset into the input where the fault begins, or null. */
  readonly offset: number | null;
}

/** One WebAssembly file: where it is, or itself. */
export interface WasmFile {
  /** Where the file is served, when a bundler or CDN moves it. */
  wasmUrl?: string | URL;
  /** The file's octets, or a compiled module (taken on the caller's word: a module's hash can't be checked). */
  wasm?: ArrayBuffer | ArrayBufferView | WebAssembly.Module;
  /**
   * SHA-256 (lower-case hex) that the file must have; the one this package was built with unless said otherwise.
   * `false` checks nothing: only for a file that your own build vouches for.
   */
  integrity?: string | false;
}

/** Of `core.wasm`; `integrity: false` holds for both files. */
export interface LoadOptions extends WasmFile {
  /**
   * The same of `calendar.wasm`, which is looked for beside `core.wasm` when `wasmUrl` names that by its own name, and
   * beside this package's code otherwise. `false` leaves it out: every call of `core.calendar` then throws
   * `core.no_calendar`.
   */
  calendar?: WasmFile | false;
}

export interface Core {
  /** The core's version, `major.minor.patch`. */
  readonly version: string;
  /** SHA-256 of the `core.wasm` in use, lower-case hex; null when it was not checked. */
  readonly wasmHash: string | null;
  readonly json: JsonApi;
  readonly approval: ApprovalApi;
  readonly visibility: VisibilityApi;
  readonly access: AccessApi;
  readonly calendar: CalendarApi;
  readonly audit: AuditApi;
  readonly engagement: EngagementApi;
}

/**
 * Loads and starts the core, both its files at once. Every caller that names no file gets the same promise. Rejects with a CuelightError:
 * `core.unreachable`, `core.integrity`, `core.malformed`, `core.no_webassembly`, `core.no_simd`, `core.self_test`. A failed load may be
 * tried again; after `core.lost` the next call starts a new instance.
 */
export function loadCore(options?: LoadOptions): Promise<Core>;
