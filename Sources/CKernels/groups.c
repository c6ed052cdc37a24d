#include "groups.h"

#include <string.h>

#include "twice.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// What is left of a number without its lowest bits, which may be all it has; so much of it is kept as `KEPT` says.
#define KEPT(Order, shift) ((shift) < 8 * sizeof(Order) ? (Order)~(Order)0 : 0)
#define WITHOUT_LOW(Order, number) ((Order)(number) >> shift & kept)

// Numbers that grow with the values, of 32 bits or 64; both zeros of a double have one.
#define SIGNED_ORDER(value) ((uint32_t)(int32_t)(value) ^ 0x80000000u)
#define UNSIGNED_ORDER(value) ((uint32_t)(value))
#define WIDE_ORDER(value) ((uint64_t)(value) ^ UINT64_C(1) << 63)

static inline uint64_t double_order(double value) {
  uint64_t bits;
  value += 0;
  memcpy(&bits, &value, sizeof bits);
  return bits ^ ((bits >> 63 ? ~UINT64_C(0) : 0) | UINT64_C(1) << 63);
}

#define CODES(name, Value, Order, ORDER, IS_MISSING)                                                                  \
  TWICE(void, tally_slots_##name,                                                                                     \
        (const Value *values, size_t count, struct tally_code code, uint32_t factor, uint32_t *restrict slots),       \
        (values, count, code, factor, slots), {                                                                       \
    const Order low = (Order)code.low, last = (Order)code.last, kept = KEPT(Order, code.shift);                       \
    const Order shift = (Order)code.shift & (8 * sizeof(Order) - 1);                                                  \
    if (factor) {                                                                                                     \
      for (size_t row = 0; row < count; row++) {                                                                      \
        Order above = WITHOUT_LOW(Order, ORDER(values[row]) - low);                                                   \
        Order known = above < last ? above : last;                                                                    \
        slots[row] = slots[row] * factor + (uint32_t)(IS_MISSING(values[row]) ? last : known);                        \
      }                                                                                                               \
    } else {                                                                                                          \
      for (size_t row = 0; row < count; row++) {                                                                      \
        Order above = WITHOUT_LOW(Order, ORDER(values[row]) - low);                                                   \
        Order known = above < last ? above : last;                                                                    \
        slots[row] = (uint32_t)(IS_MISSING(values[row]) ? last : known);                                              \
      }                                                                                                               \
    }                                                                                                                 \
  })                                                                                                                  \
  TWICE(void, tally_keys_##name,                                                                                      \
        (const Value *values, size_t count, struct tally_code code, uint32_t bits, uint64_t *restrict keys),          \
        (values, count, code, bits, keys), {                                                                          \
    const Order low = (Order)code.low, kept = KEPT(Order, code.shift);                                                \
    const Order shift = (Order)code.shift & (8 * sizeof(Order) - 1), top = (Order)(code.last ? code.last - 1 : 0);    \
    /* Taken from all ones, codes run backwards; the greatest becomes 0. */                                           \
    const Order turn = code.is_descending ? (Order)~(Order)0 : 0, turned_top = code.is_descending ? top + 1 : 0;      \
    if (bits) {                                                                                                       \
      for (size_t row = 0; row < count; row++) {                                                                      \
        Order above = WITHOUT_LOW(Order, ORDER(values[row]) - low);                                                   \
        Order known = ((above < top ? above : top) ^ turn) + turned_top;                                              \
        keys[row] = keys[row] << bits | (IS_MISSING(values[row]) ? code.last : known);                                \
      }                                                                                                               \
    } else {                                                                                                          \
      for (size_t row = 0; row < count; row++) {                                                                      \
        Order above = WITHOUT_LOW(Order, ORDER(values[row]) - low);                                                   \
        Order known = ((above < top ? above : top) ^ turn) + turned_top;                                              \
        keys[row] = IS_MISSING(values[row]) ? code.last : known;                                                      \
      }                                                                                                               \
    }                                                                                                                 \
  })

#define IS_LEAST_I8(value) ((value) == INT8_MIN)
#define IS_LEAST_I16(value) ((value) == INT16_MIN)
#define IS_LEAST_I32(value) ((value) == INT32_MIN)
#define IS_LEAST_I64(value) ((value) == INT64_MIN)
#define IS_ZERO(value) ((value) == 0)
#define IS_NAN(value) ((value) != (value))

CODES(i8, int8_t, uint32_t, SIGNED_ORDER, IS_LEAST_I8)
CODES(i16, int16_t, uint32_t, SIGNED_ORDER, IS_LEAST_I16)
CODES(i32, int32_t, uint32_t, SIGNED_ORDER, IS_LEAST_I32)
CODES(i64, int64_t, uint64_t, WIDE_ORDER, IS_LEAST_I64)
CODES(u8, uint8_t, uint32_t, UNSIGNED_ORDER, IS_ZERO)
CODES(u16, uint16_t, uint32_t, UNSIGNED_ORDER, IS_ZERO)
CODES(u32, uint32_t, uint32_t, UNSIGNED_ORDER, IS_ZERO)
CODES(double, double, uint64_t, double_order, IS_NAN)

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static size_t keep_slots_avx2(
  const uint64_t *words, size_t count, uint32_t *slots, uint16_t *places) {
  size_t kept = 0;
  for (size_t row = 0; row < count; row += 8) {
    uint64_t bits = words[row / 64] >> row % 64 & 0xff;
    if (count - row < 8) bits &= (1u << (count - row)) - 1;
    // A byte of ones for each bit, and then the numbers of the bits that are set, side by side.
    uint64_t numbers = _pext_u64(UINT64_C(0x0706050403020100), _pdep_u64(bits, UINT64_C(0x0101010101010101)) * 0xff);
    __m128i order = _mm_cvtsi64_si128((long long)numbers);
    __m256i eight = _mm256_loadu_si256((const __m256i *)(slots + row));
    // What is written is behind what was read: no more rows are kept than were seen.
    _mm256_storeu_si256((__m256i *)(slots + kept), _mm256_permutevar8x32_epi32(eight, _mm256_cvtepu8_epi32(order)));
    _mm_storeu_si128((__m128i *)(places + kept), _mm_add_epi16(_mm_cvtepu8_epi16(order), _mm_set1_epi16((short)row)));
    kept += (size_t)__builtin_popcountll(bits);
  }
  return kept;
}
#endif

size_t tally_keep_slots(const uint64_t *words, size_t count, uint32_t *slots, uint16_t *places) {
#if defined(__x86_64__)
  if (has_avx2()) return keep_slots_avx2(words, count, slots, places);
#endif
  size_t kept = 0;
  for (size_t row = 0; row < count; row++) {
    slots[kept] = slots[row];
    places[kept] = (uint16_t)row;
    kept += words[row / 64] >> row % 64 & 1;
  }
  return kept;
}
