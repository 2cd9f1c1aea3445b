/**
 * The record: a hash chain over rows, a Merkle tree (RFC 9162) over the rows' hashes, and signed checkpoints (C2SP)
 * that counterparties keep. Exact to the byte in docs/spec/audit.md. Digests and keys are `Uint8Array` here and
 * lower-case hex inside JSON.
 *
 * Row hash: SHA-256(prev_hash || JCS(row without its top-level `prev_hash` and `hash`)); prev_hash of the first row is
 * 32 zero octets. An export is one row a line, the line being the JCS of the row with both members.
 */

/** Codes of a divergence. The first one stops the verification: what follows it proves nothing. */
export type DivergenceCode =
  /** The line isn't a JSON object that I-JSON accepts; `detail` has the parser's code. */
  | 'audit.malformed_row'
  /** `hash` or `prev_hash` is missing or not 64 lower-case hex digits. */
  | 'audit.missing_hash'
  /** `prev_hash` isn't the hash of the row before: a row was removed, inserted or moved. */
  | 'audit.prev_hash_mismatch'
  /** The row's content doesn't give its `hash`: the row was changed. */
  | 'audit.hash_mismatch'
  /** The line is longer than the limit. */
  | 'audit.row_too_large'
  /** Fewer rows than the checkpoint vouches for: the end was cut off. */
  | 'audit.truncated'
  /** Root of the first `size` rows isn't the checkpoint's: the record was rewritten. */
  | 'audit.root_mismatch';

export interface Divergence {
  /** Index of the row, from 0: the same index as in Merkle proofs. */
  row: number;
  /** Line in the file, from 1. 0 when the fault isn't in one line. */
  line: number;
  code: DivergenceCode;
  /** Hex of what it had to be and of what it is (row counts for `audit.truncated`); null when there is nothing. */
  expected: string | null;
  actual: string | null;
  /** For `audit.malformed_row` the parser's code, for `audit.missing_hash` the member's name. */
  detail: string | null;
}

export interface ChainVerdict {
  ok: boolean;
  /** Rows that were checked and are sound. An empty record is ok with 0. */
  rows: number;
  /** Hash of the last sound row, hex; 64 zeros for an empty record. */
  head: string;
  /** RFC 9162 root over the sound rows, hex; null unless a checkpoint or `root: true` was given. */
  root: string | null;
  divergence: Divergence | null;
  /**
   * The checkpoint that holds for these rows. Rows from `rows` on are chained but vouched for by nobody. Null without
   * a checkpoint, or when it doesn't fit.
   */
  anchored: { rows: number; origin: string; root: string } | null;
}

/** A verified checkpoint's content, as `verifyCheckpoint` gives it. */
export interface Checkpoint {
  origin: string;
  size: number;
  /** 32 octets. */
  root: Uint8Array;
  /** Further lines of the checkpoint, without line ends. */
  extensions: string[];
}

export interface VerifyOptions {
  /** Anchors the verdict: the record must begin with exactly the checkpoint's rows. */
  checkpoint?: Checkpoint | null;
  /** Compute the Merkle root too (half as much work again). */
  root?: boolean;
}

/** Takes an export in pieces of any size. Holds values only: it can be dropped, or handed on, at any time. */
export interface ChainVerifier {
  /** Everything so far, as octets: `chainVerifier({ state })` goes on from there, also in another process. */
  readonly state: Uint8Array;
  push(bytes: Uint8Array | string): void;
  finish(): ChainVerdict;
  /** Rows found sound so far, for a progress display. */
  readonly rows: number;
}

/** A key that may sign checkpoints: name as in the note, and the Ed25519 public key (32 octets). */
export interface NoteKey {
  name: string;
  publicKey: Uint8Array;
}

export interface CheckpointVerdict {
  ok: boolean;
  /** Null when not ok. */
  checkpoint: Checkpoint | null;
  /** Names of the given keys whose signatures are right. */
  signers: string[];
  /**
   * Null, or `audit.note_malformed`, `audit.checkpoint_malformed`, `audit.note_unsigned` (no signature of a given key),
   * `audit.note_bad_signature` (a given key's name and id, and a wrong signature), `audit.checkpoint_origin`.
   */
  code: string | null;
  message: string | null;
}

/** Text or UTF-8 octets of a JSON object, or a value that `JSON.stringify` writes. */
export type Row = string | Uint8Array | { [member: string]: unknown };

export interface AuditApi {
  /**
   * Hashes a row onto the chain. Throws `audit.row_malformed` (not an object), `audit.reserved_member` (the row has
   * `hash` or `prev_hash` already), or any code of the JSON parser.
   */
  append(ask: { row: Row; prevHash?: Uint8Array | string | null }): {
    hash: Uint8Array;
    hex: string;
    /** The octets that were hashed after prev_hash: the row's JCS. */
    canonical: Uint8Array;
    /** The export line, without line end. */
    line: string;
  };

  /** Checks a whole export (JSON Lines). An empty one is ok with `rows` 0. */
  verifyChain(jsonl: string | Uint8Array, options?: VerifyOptions): ChainVerdict;
  /** The same for an export that comes in pieces, or that goes on from a saved `state`. */
  chainVerifier(options?: VerifyOptions | { state: Uint8Array }): ChainVerifier;

  /**
   * RFC 9162 2.1 over entries of any length, in order; for an audit record the entries are the rows' hashes.
   * Entries may be octets or hex.
   */
  merkleRoot(entries: readonly (Uint8Array | string)[]): Uint8Array;
  /** SHA-256(0x00 || entry). */
  leafHash(entry: Uint8Array | string): Uint8Array;
  /** Throws `audit.index_out_of_range`. */
  inclusionProof(ask: { entries: readonly (Uint8Array | string)[]; index: number }): Uint8Array[];
  /** False for anything that isn't a proof, including wrong lengths. Give the `entry` or its `leafHash`. */
  verifyInclusion(ask: {
    entry?: Uint8Array | string;
    leafHash?: Uint8Array | string;
    index: number;
    size: number;
    proof: readonly (Uint8Array | string)[];
    root: Uint8Array | string;
  }): boolean;
  /** That the tree of the first `size1` entries is the beginning of the tree of all. Throws `audit.index_out_of_range`. */
  consistencyProof(ask: { entries: readonly (Uint8Array | string)[]; size1: number }): Uint8Array[];
  /** Whether the record of `size2` rows begins with that of `size1`; never throws for a wrong proof. */
  verifyConsistency(ask: {
    size1: number;
    size2: number;
    root1: Uint8Array | string;
    root2: Uint8Array | string;
    proof: readonly (Uint8Array | string)[];
  }): boolean;

  /**
   * A C2SP checkpoint as a signed note. `origin` is the record's lasting name (`cuelight.example/audit/ws_…`), `name` the
   * signer's key name (absent: the origin). `secretKey` as from `core.approval.keyPair`.
   */
  checkpoint(ask: {
    origin: string;
    size: number;
    root: Uint8Array | string;
    extensions?: string[];
    name?: string;
    secretKey: Uint8Array;
  }): string;
  /** Checks a note against the keys the caller trusts; `origin`, when given, must be the note's. */
  verifyCheckpoint(ask: { note: string | Uint8Array; keys: readonly NoteKey[]; origin?: string }): CheckpointVerdict;
  /** Adds one more signature to a note that the caller has checked: how a counterparty witnesses. */
  cosign(ask: { note: string | Uint8Array; name: string; secretKey: Uint8Array }): string;
  /** The key as C2SP writes it for others to configure: `name+keyid+base64`. */
  verifierKey(key: NoteKey): string;
}
