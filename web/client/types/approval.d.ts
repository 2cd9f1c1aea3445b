import type { Into, Text } from './json.d.ts';
import type { PayloadType } from './payloads.d.ts';
import type { Confirmer, DescribeOptions, PayloadView } from './view.d.ts';

/**
 * What is approved, byte for byte: digests, the described view, signatures, receipts. Specified in
 * docs/spec/approval.md. A payload is the canonical JSON of one of `PayloadType`; its `type` is the DSSE payload type.
 */
export type * from './payloads.d.ts';
export type * from './view.d.ts';

export interface Statement {
  /** Hex digest of the payload. */
  digest: string;
  /** Hex digest of the view that was shown. */
  viewDigest: string;
  /** `confirm` or `decline`. */
  purpose: 'confirm' | 'decline';
  /** The workspace that it is done for. */
  tenant: string;
  /** Lower-case hex, 16 to 64 octets, used once. */
  nonce: string;
  /** RFC 3339 instant, `Z`. */
  expiresAt: string;
  signer: { id: string; name: string };
}

export interface SignedEnvelope {
  payloadType: string;
  /** Base64 (RFC 4648 section 4). */
  payload: string;
  signatures: { keyid?: string; sig: string }[];
}

export interface ReceiptReport {
  /** Every confirmation's signature and binding hold, and there is at least one. False while a passkey is unchecked. */
  ok: boolean;
  type: string;
  digest: string;
  confirmations: {
    signer: { id: string; name: string };
    purpose: 'confirm' | 'decline';
    tenant: string;
    expiresAt: string;
    viewDigest: string;
    method: 'ed25519' | 'webauthn';
    /** `unchecked`: a passkey's signature, which the caller must verify over `signedOctets` (hex) with `publicKey`. */
    signature: 'valid' | 'invalid' | 'unchecked';
    /** `approval.receipt_*` codes; empty when everything that was checked holds. */
    problems: string[];
    /** Hex: an Ed25519 key's 32 octets, or a passkey's SubjectPublicKeyInfo. */
    publicKey: string;
    signedOctets?: string;
    /** The passkey's own signature and algorithm (hex, COSE number), for the caller's check. */
    signatureOctets?: string;
    algorithm?: number;
  }[];
  problems: string[];
}

export interface ApprovalApi {
  /** Canonicalises, then hashes: SHA-256 of DSSE's PAE(type, canonical payload). Throws what `json.canonicalize` throws, and `approval.bad_type`. `into` takes the canonical octets. */
  digest(ask: { type: string; payload: Text } & Into): { digest: Uint8Array; hex: string; canonical: Uint8Array };
  /**
   * The same, hashed by the platform where it has a faster SHA-256 than WebAssembly can reach: WebCrypto in pages (a secure
   * context; core hashes elsewhere), OpenSSL in Node. What `digest` throws rejects the promise. Octets of `payload` and of
   * `into` are read and written before it returns.
   */
  digestAsync(ask: { type: string; payload: Text } & Into): Promise<{
    digest: Uint8Array;
    hex: string;
    canonical: Uint8Array;
  }>;
  /**
   * What a person is shown: a pure function of the arguments. A payload that JSON accepts always gets a view; whether
   * it may be confirmed stands in it.
   */
  describe(ask: DescribeOptions): PayloadView;
  /** The payload types that core can describe. */
  types(): {
    name: string;
    type: PayloadType;
    lifetimeSeconds: number;
    confirmers: { side: Confirmer['side']; roles: Confirmer['roles'] }[];
  }[];
  /** An Ed25519 key pair (RFC 8032) from 32 secret octets. `secretKey` has 64 octets: seed and public key. */
  keyPair(seed: Uint8Array): { publicKey: Uint8Array; secretKey: Uint8Array };
  /** An Ed25519 signature (64 octets) over PAE(type, canonical payload). */
  sign(ask: { type: string; payload: Text; secretKey: Uint8Array }): Uint8Array;
  /** Whether the signature holds. A malformed or small-order key or signature: false. */
  verify(ask: { type: string; payload: Text; signature: Uint8Array; publicKey: Uint8Array }): boolean;
  /** DSSE's octets to be signed: PAE(type, canonical payload). For keys that live elsewhere (WebCrypto). */
  signingOctets(ask: { type: string; payload: Text }): Uint8Array;
  /** A DSSE envelope as canonical JSON text. */
  envelope(ask: { type: string; payload: Text; signatures: { keyid?: string; signature: Uint8Array }[] }): string;
  /**
   * Opens a DSSE envelope: the payload's octets exactly as they were signed, with the key ids whose signatures hold.
   * @throws {CuelightError} `approval.bad_envelope`, `approval.bad_base64`, `approval.not_canonical`,
   *   `approval.no_valid_signature` (fewer than `threshold`, default 1, of `keys` signed)
   */
  open(ask: { envelope: Text; keys: { keyid?: string; publicKey: Uint8Array }[]; threshold?: number }): {
    type: string;
    payload: Uint8Array;
    signedBy: number[];
  };
  /**
   * What a confirmer signs: the canonical octets, and their digest, which is a passkey's challenge. Its `type` is
   * `application/vnd.cuelight.statement+json`; a device key signs it with `sign`.
   * @throws {CuelightError} `approval.bad_statement`
   */
  statement(statement: Statement): { type: string; canonical: Uint8Array; digest: Uint8Array; hex: string };
  /** Checks an offline receipt (docs/spec/approval.md, "Receipt"). Throws only when it is no receipt at all. */
  verifyReceipt(receipt: Text): ReceiptReport;
}
