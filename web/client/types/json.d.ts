/** Text as a well-formed string or as UTF-8 octets. */
export type Text = string | Uint8Array;

/** What a caller is willing to read: whole numbers. */
export interface JsonLimits {
  /** Of the text; 64 MiB unless told. */
  maxOctets?: number;
  /** Open arrays and objects at once; 128 unless told. */
  maxDepth?: number;
}

/** Where the octets of an answer go. */
export interface Into {
  /**
   * The caller's own octets, long enough for the answer (`argument.length` otherwise), which is then the part of them that
   * was written. Without, they are fresh: a browser takes longer to allocate 16 KB than core takes to compute them.
   */
  into?: Uint8Array;
}

/** JSON as Cuelight accepts it (I-JSON, RFC 7493) and writes it (RFC 8785). Specified in docs/spec/canonical-json.md. */
export interface JsonApi {
  /**
   * The canonical octets (RFC 8785) of one JSON text, within limits.
   * @throws {CuelightError} `json.duplicate_name`, `json.lone_surrogate`, `json.invalid_utf8`, `json.bom`,
   *   `json.control_character`, `json.invalid_escape`, `json.leading_zero`, `json.invalid_number`,
   *   `json.number_overflow`, `json.unexpected_octet`, `json.unexpected_end`, `json.trailing_octets`, `json.too_deep`,
   *   `json.too_large`, `argument.value` (a limit), `argument.length` (`into`); `offset` is the octet at which the fault begins
   */
  canonicalize(json: Text, options?: JsonLimits & Into): Uint8Array;

  /**
   * An RFC 6902 patch, as canonical JSON text, that turns the document `before` into `after`; `[]` when both hold the
   * same value. Throws what `canonicalize` throws, for `before` first.
   */
  diff(before: Text, after: Text): string;
}
