/* What the compiled part of libsodium asks of its host, without memory locking, system calls or a random source.
   Core has no randomness: keys come from a seed that the caller supplies, so the two random functions are never reached. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

void sodium_memzero(void* const pnt, const size_t len) {
  volatile unsigned char* bytes = (volatile unsigned char*)pnt;
  for (size_t i = 0; i < len; i++) bytes[i] = 0;
}

int sodium_memcmp(const void* const a, const void* const b, size_t len) {
  const volatile unsigned char* x = (const volatile unsigned char*)a;
  const volatile unsigned char* y = (const volatile unsigned char*)b;
  unsigned char difference = 0;
  for (size_t i = 0; i < len; i++) difference |= (unsigned char)(x[i] ^ y[i]);
  return (1 & ((difference - 1) >> 8)) - 1;
}

int sodium_is_zero(const unsigned char* n, const size_t len) {
  unsigned char bits = 0;
  for (size_t i = 0; i < len; i++) bits |= n[i];
  return 1 & ((bits - 1) >> 8);
}

void sodium_misuse(void) { __builtin_trap(); }

void randombytes_buf(void* const buf, const size_t size) {
  (void)buf;
  (void)size;
  __builtin_trap();
}

#ifdef __EMSCRIPTEN__
#include "ed25519_ref10.h"

/* What ge25519_scalarmult_base does, in constant time too, without its 30 KB of multiples that every visitor would
   download. Only signing and making a key call it. */
void cuelight_scalarmult_base(ge25519_p3* h, const unsigned char* a) {
  ge25519_p3 base;
  unsigned char encoded[32];
  memset(encoded, 0x66, sizeof encoded);
  encoded[0] = 0x58;
  ge25519_frombytes(&base, encoded);
  ge25519_scalarmult(h, a, &base);
}

/* Scalars modulo the group's order L, octet by octet and in constant time, as in TweetNaCl (Bernstein and others, public
   domain): a tenth of the code, and no time beside the multiplication of a point that every caller does. */
static const int64_t group_order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                        0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};

/* r = x mod L; x holds 64 digits of eight bits, which may be larger. */
static void reduce_digits(unsigned char* r, int64_t x[64]) {
  for (int i = 63; i >= 32; --i) {
    int64_t carry = 0;
    for (int j = i - 32; j < i - 12; ++j) {
      x[j] += carry - 16 * x[i] * group_order[j - (i - 32)];
      carry = (x[j] + 128) >> 8;
      x[j] -= carry * 256;
    }
    x[i - 12] += carry;
    x[i] = 0;
  }
  int64_t carry = 0;
  for (int j = 0; j < 32; ++j) {
    x[j] += carry - (x[31] >> 4) * group_order[j];
    carry = x[j] >> 8;
    x[j] &= 255;
  }
  for (int j = 0; j < 32; ++j) x[j] -= carry * group_order[j];
  for (int i = 0; i < 32; ++i) {
    x[i + 1] += x[i] >> 8;
    r[i] = (unsigned char)x[i];
  }
}

/* What sc25519_reduce does. */
void cuelight_reduce(unsigned char s[64]) {
  int64_t x[64];
  for (int i = 0; i < 64; ++i) x[i] = s[i];
  reduce_digits(s, x);
  sodium_memzero(x, sizeof x);
}

/* What sc25519_muladd does: s = ab + c. */
void cuelight_muladd(unsigned char s[32], const unsigned char a[32], const unsigned char b[32], const unsigned char c[32]) {
  int64_t x[64] = {0};
  for (int i = 0; i < 32; ++i) x[i] = c[i];
  for (int i = 0; i < 32; ++i) {
    for (int j = 0; j < 32; ++j) x[i + j] += (int64_t)a[i] * b[j];
  }
  reduce_digits(s, x);
  sodium_memzero(x, sizeof x);
}
#endif
