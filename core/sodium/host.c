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
#endif
