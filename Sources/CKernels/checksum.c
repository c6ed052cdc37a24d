#include "checksum.h"

#include <string.h>

#include "twice.h"

// Eight lanes of 64 bits, as XXH3 has them: each adds the product of the halves of its word, and its neighbour's word,
// so that no change of one word is lost; and each word's key is another one, so that no exchange of words is.
enum { lanes = 8, stripe = lanes * 8, stripes_between_mixes = 16 };

static const uint64_t golden = 0x9E3779B97F4A7C15ull, prime = 0xC2B2AE3D27D4EB4Full;
static const uint64_t keys[lanes] = {
  0x243F6A8885A308D3ull, 0x13198A2E03707344ull, 0xA4093822299F31D0ull, 0x082EFA98EC4E6C89ull,
  0x452821E638D01377ull, 0xBE5466CF34E90C6Cull, 0xC0AC29B7C97C50DDull, 0x3F84D5B5B5470917ull,
};

static inline uint64_t finished(uint64_t value) {
  value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCDull;
  value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53ull;
  return value ^ (value >> 33);
}

static inline void add_stripe(uint64_t *restrict sums, const uint8_t *restrict bytes, uint64_t number) {
  uint64_t words[lanes], neighbours[lanes];
  memcpy(words, bytes, stripe);
  for (int lane = 0; lane < lanes; lane++) neighbours[lane] = words[lane ^ 1];
  for (int lane = 0; lane < lanes; lane++) {
    uint64_t keyed = words[lane] ^ (keys[lane] + number * golden);
    sums[lane] += neighbours[lane] + (keyed & 0xFFFFFFFF) * (keyed >> 32);
  }
}

static inline void mix(uint64_t *sums) {
  for (int lane = 0; lane < lanes; lane++) sums[lane] = (sums[lane] ^ (sums[lane] >> 47) ^ keys[lane]) * 0x9E3779B1ull;
}

TWICE(uint64_t, tally_checksum, (const uint8_t *bytes, size_t count, uint64_t seed), (bytes, count, seed), {
  uint64_t sums[lanes];
  for (int lane = 0; lane < lanes; lane++) sums[lane] = keys[lane] ^ finished(seed + (uint64_t)lane);
  size_t whole = count / stripe;
  for (size_t number = 0; number < whole; number++) {
    add_stripe(sums, bytes + number * stripe, number);
    if (number % stripes_between_mixes == stripes_between_mixes - 1) mix(sums);
  }
  uint8_t last[stripe] = {0};
  if (count % stripe > 0) memcpy(last, bytes + whole * stripe, count % stripe);
  add_stripe(sums, last, whole);
  mix(sums);
  uint64_t total = finished(seed ^ (uint64_t)count * prime);
  for (int lane = 0; lane < lanes; lane++) total = finished(total ^ sums[lane]) * prime;
  return finished(total);
})
