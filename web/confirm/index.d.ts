import type { Party, PayloadView } from '../client/types/approval.d.ts';

/** `<cuelight-confirm>`: shows exactly what will be committed, and lets it be confirmed. Described in docs/confirm.md. */

export type ConfirmState = 'loading' | 'refused' | 'reading' | 'armed' | 'sending' | 'sealed' | 'declined';

/** Why nothing can be confirmed. */
export type ConfirmRefusal =
  | 'confirm.framed'
  | 'confirm.expired'
  | 'confirm.digest_mismatch'
  | 'confirm.sheet_changed'
  | 'confirm.no_core'
  | 'confirm.wrong_core'
  | 'confirm.no_payload'
  | 'confirm.unreadable'
  | 'confirm.not_confirmable';

/** Every event bubbles and leaves shadow trees. */
export interface ConfirmEvents {
  /** The sheet is drawn and can be read. */
  'cuelight-ready': CustomEvent<{ digest: string; viewDigest: string }>;
  'cuelight-refused': CustomEvent<{ code: ConfirmRefusal; message: string; cause: unknown }>;
  'cuelight-armed': CustomEvent<Record<string, never>>;
  /** The person confirmed. The host signs, commits, and answers with `sealed()` or `failed()`. */
  'cuelight-confirm': CustomEvent<{
    digest: string;
    viewDigest: string;
    type: string;
    /** What core was asked besides, so that a server can compute the same view. */
    locale: string;
    timeZone: string;
    now: string;
    /** The kind of key that the person was told of; null where `signers` was not set. */
    signer: 'passkey' | 'device' | null;
  }>;
  /** The person declined. The host answers with `declined()` or `failed()`. */
  'cuelight-decline': CustomEvent<{ reason: string; digest: string | null; viewDigest: string | null }>;
}

export class CuelightConfirm extends HTMLElement {
  /** The payload's type, `application/vnd.cuelight.contract+json`. */
  type: string;
  /** The canonical bytes, or their text. A copy is kept. */
  get payload(): Uint8Array | null;
  set payload(payload: Uint8Array | string | null);
  /** The version that was shown or confirmed before. */
  get previous(): Uint8Array | null;
  set previous(previous: Uint8Array | string | null);
  /** Language of the sheet; the page's unless set. */
  locale: string;
  /** The reader's IANA zone; the browser's unless set. */
  timeZone: string;
  /** The people and houses that the reader deals with. */
  knownParties: Party[];
  /** RFC 3339 instant from which past dates and close deadlines are judged; the moment of drawing unless set. */
  now: string;
  /** Lower-case hex of the digest that was proposed; other bytes are refused. */
  expectedDigest: string;
  /** RFC 3339 instant after which nothing can be confirmed. */
  expiresAt: string;
  /** The kinds of key that can sign, the one that will first. The bar says which one signs; the person may take the other. */
  signers: ('passkey' | 'device')[];
  readonly state: ConfirmState;
  /** Why it is refused, or an empty string. */
  readonly code: ConfirmRefusal | '';
  readonly view: PayloadView | null;
  /** The host has committed it. */
  sealed(seal: {
    at: string;
    by: string | { name: string; id?: string };
    receipt?: string | Uint8Array | object;
  }): void;
  /** The host has recorded that it was declined. */
  declined(outcome?: { at?: string; reason?: string }): void;
  /** The host could not do it: nothing was committed, and the person may try again. */
  failed(error: unknown): void;
  addEventListener<Type extends keyof ConfirmEvents>(
    type: Type,
    listener: (this: CuelightConfirm, event: ConfirmEvents[Type]) => void,
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
    'cuelight-confirm': CuelightConfirm;
  }
}
