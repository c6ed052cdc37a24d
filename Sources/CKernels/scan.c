#include "scan.h"

#include <stdatomic.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef uint8_t bytes64 __attribute__((vector_size(64)));
typedef bool bits64 __attribute__((ext_vector_type(64)));

// The bits of the bytes of a block that equal `byte`.
#define EQUAL_BITS(block, byte, bits)                                                                                 \
  do {                                                                                                                \
    bits64 equal_ = __builtin_convertvector((block) == (uint8_t)(byte), bits64);                                      \
    memcpy(&(bits), &equal_, sizeof(bits));                                                                           \
  } while (0)

// Each bit becomes the parity of itself and the bits below it.
static inline __attribute__((always_inline)) uint64_t parity_by_shifts(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// Writes the offsets of the set bits; may write eight entries more than there are.
static inline __attribute__((always_inline)) uint32_t *write_offsets(uint32_t *target, uint64_t bits, uint32_t offset) {
  uint32_t *end = target + __builtin_popcountll(bits);
  while (bits) {
    for (int i = 0; i < 8; i++) {
      target[i] = offset + (uint32_t)__builtin_ctzll(bits | (1ull << 63));
      bits &= bits - 1;
    }
    target += 8;
  }
  return end;
}

#define SCAN(name, attributes, PARITY)                                                                                \
  attributes static void name(                                                                                        \
    const uint8_t *text, size_t length, size_t stop, uint8_t delimiter, uint32_t *separators, uint32_t *rows,         \
    tally_scan_result *result) {                                                                                      \
    uint32_t *separator = separators, *row = rows;                                                                    \
    uint64_t inside_before = 0, boundary_before = 1, close_before = 0;                                                \
    uint64_t any_quotes = 0, any_doubled = 0, any_stray = 0, any_high = 0;                                            \
    for (size_t place = 0; place < length; place += 64) {                                                             \
      bytes64 block;                                                                                                  \
      memcpy(&block, text + place, 64);                                                                               \
      uint64_t valid = length - place >= 64 ? ~0ull : (1ull << (length - place)) - 1;                                 \
      uint64_t quotes, delimiters, feeds, returns, high;                                                              \
      EQUAL_BITS(block, '"', quotes);                                                                                 \
      EQUAL_BITS(block, delimiter, delimiters);                                                                       \
      EQUAL_BITS(block, '\n', feeds);                                                                                 \
      EQUAL_BITS(block, '\r', returns);                                                                               \
      EQUAL_BITS(block >> 7, 1, high);                                                                                \
      any_high |= high & valid;                                                                                       \
      quotes &= valid;                                                                                                \
      uint64_t inside = inside_before;                                                                                \
      if (quotes) inside ^= PARITY(quotes);                                                                           \
      uint64_t outside = ~inside & valid;                                                                             \
      if (returns) {                                                                                                  \
        uint64_t feed_next = feeds >> 1 | (uint64_t)(text[place + 64] == '\n') << 63;                                 \
        if (length - place < 64) feed_next |= (uint64_t)(text[length] == '\n') << (length - place - 1);               \
        feeds |= returns & ~feed_next;                                                                                \
      }                                                                                                               \
      uint64_t ends = feeds & outside;                                                                                \
      uint64_t found = (ends | delimiters) & outside;                                                                 \
      if (quotes | close_before) {                                                                                    \
        uint64_t opens = quotes & inside, closes = quotes & ~inside;                                                  \
        uint64_t closed = closes << 1 | close_before;                                                                 \
        any_stray |= opens & ~(found << 1 | boundary_before | closed);                                                \
        any_stray |= closed & valid & ~(found | returns | opens);                                                     \
        any_doubled |= opens & closed;                                                                                \
        any_quotes |= quotes;                                                                                         \
        close_before = closes >> 63;                                                                                  \
      }                                                                                                               \
      boundary_before = found >> 63;                                                                                  \
      inside_before = (uint64_t)((int64_t)inside >> 63);                                                              \
      separator = write_offsets(separator, found, (uint32_t)place);                                                   \
      row = write_offsets(row, ends, (uint32_t)place);                                                                \
      if (place + 64 > stop && row > rows && row[-1] >= stop) break;                                                  \
    }                                                                                                                 \
    *result = (tally_scan_result){                                                                                    \
      .separators = (size_t)(separator - separators), .rows = (size_t)(row - rows), .inside = inside_before != 0,     \
      .has_quotes = any_quotes != 0, .has_doubled_quotes = any_doubled != 0, .has_stray_quotes = any_stray != 0,      \
      .has_non_ascii = any_high != 0};                                                                                \
  }

SCAN(scan_plain, , parity_by_shifts)

typedef void scan_function(
  const uint8_t *, size_t, size_t, uint8_t, uint32_t *, uint32_t *, tally_scan_result *);

#if defined(__x86_64__)
#define PARITY_BY_PRODUCT(bits)                                                                                       \
  (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)(bits)), _mm_set1_epi8(-1), 0))

SCAN(scan_avx2, __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul"))), PARITY_BY_PRODUCT)
SCAN(
  scan_avx512,
  __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi,bmi2,popcnt,pclmul"), min_vector_width(512))),
  PARITY_BY_PRODUCT)

// The ways that this machine has, the most portable first; the number of them.
static size_t find_ways(scan_function *ways[3]) {
  size_t count = 0;
  ways[count++] = scan_plain;
  bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
    __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
  if (!has_avx2) return count;
  ways[count++] = scan_avx2;
  bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
    __builtin_cpu_supports("avx512vl");
  if (has_avx512) ways[count++] = scan_avx512;
  return count;
}
#else
static size_t find_ways(scan_function *ways[3]) {
  ways[0] = scan_plain;
  return 1;
}
#endif

void tally_scan(
  const uint8_t *text, size_t length, size_t stop, uint8_t delimiter, uint32_t *separators, uint32_t *rows,
  tally_scan_result *result) {
  static _Atomic(scan_function *) chosen;
  scan_function *scan = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (!scan) {
    scan_function *ways[3];
    size_t count = find_ways(ways);
    scan = ways[count - 1];
    atomic_store_explicit(&chosen, scan, memory_order_relaxed);
  }
  scan(text, length, stop, delimiter, separators, rows, result);
}

bool tally_scan_by(
  size_t way, const uint8_t *text, size_t length, size_t stop, uint8_t delimiter, uint32_t *separators, uint32_t *rows,
  tally_scan_result *result) {
  scan_function *ways[3];
  if (way >= find_ways(ways)) return false;
  ways[way](text, length, stop, delimiter, separators, rows, result);
  return true;
}
