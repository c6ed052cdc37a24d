#include "filter.h"

#include <stdbool.h>

#include "twice.h"

/// The lowest bits of 64 bytes of 0 and 1, side by side.
static inline uint64_t packed(const uint8_t marks[64]) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word = 0;
  for (size_t part = 0; part < 8; part++) {
    uint64_t eight;
    __builtin_memcpy(&eight, marks + part * 8, 8);
    // One multiplication gathers the bits of eight bytes in the top one.
    word |= (eight * 0x0102040810204080u >> 56) << part * 8;
  }
  return word;
#else
  uint64_t word = 0;
  for (size_t place = 0; place < 64; place++) word |= (uint64_t)marks[place] << place;
  return word;
#endif
}

/// The bits of `count` values, at most 64, for which a condition on `value` holds.
#define FEW_BITS(values, count, condition)                                                                        \
  ({                                                                                                              \
    uint8_t marks[64] = {0};                                                                                      \
    for (size_t place = 0; place < (count); place++) {                                                            \
      __typeof__(*(values)) value = (values)[place];                                                              \
      marks[place] = (condition);                                                                                 \
    }                                                                                                             \
    packed(marks);                                                                                                \
  })

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define LOADED(place) _mm256_loadu_si256((const __m256i *)(place))

AVX2 static inline uint64_t joined(__m256i low, __m256i high) {
  return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

// The bits of 64 values whose lanes a test sets: lanes are narrowed to bytes, which come out of order.
#define BITS_8(values, TEST) joined(TEST(LOADED(values)), TEST(LOADED((values) + 32)))

#define BYTES_16(values, TEST)                                                                                    \
  _mm256_permute4x64_epi64(_mm256_packs_epi16(TEST(LOADED(values)), TEST(LOADED((values) + 16))), 0xd8)
#define BITS_16(values, TEST) joined(BYTES_16(values, TEST), BYTES_16((values) + 32, TEST))

#define SHORTS_32(values, TEST) _mm256_packs_epi32(TEST(LOADED(values)), TEST(LOADED((values) + 8)))
#define BYTES_32(values, TEST)                                                                                    \
  _mm256_permutevar8x32_epi32(_mm256_packs_epi16(SHORTS_32(values, TEST), SHORTS_32((values) + 16, TEST)),        \
                              _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7))
#define BITS_32(values, TEST) joined(BYTES_32(values, TEST), BYTES_32((values) + 32, TEST))

#define FOUR_BITS(lanes) (uint64_t)(uint32_t)_mm256_movemask_pd(lanes)
#define BITS_64(values, TEST)                                                                                     \
  ({                                                                                                              \
    uint64_t word = 0;                                                                                            \
    for (int part = 0; part < 16; part++) {                                                                       \
      word |= FOUR_BITS(_mm256_castsi256_pd(TEST(LOADED((values) + part * 4)))) << part * 4;                      \
    }                                                                                                             \
    word;                                                                                                         \
  })
#define BITS_DOUBLE(values, TEST)                                                                                 \
  ({                                                                                                              \
    uint64_t word = 0;                                                                                            \
    for (int part = 0; part < 16; part++) {                                                                       \
      word |= FOUR_BITS(TEST(_mm256_loadu_pd((values) + part * 4))) << part * 4;                                  \
    }                                                                                                             \
    word;                                                                                                         \
  })

#define WITHIN(bits)                                                                                              \
  AVX2 static inline __m256i within_##bits(__m256i value, __m256i low, __m256i span) {                            \
    __m256i distance = _mm256_sub_epi##bits(value, low);                                                          \
    return _mm256_cmpeq_epi##bits(_mm256_min_epu##bits(distance, span), distance);                                \
  }

WITHIN(8)
WITHIN(16)
WITHIN(32)

AVX2 static inline __m256i within_64(__m256i value, __m256i low, __m256i span) {
  // Compared as signed numbers, both with the top bit turned.
  __m256i top = _mm256_set1_epi64x(INT64_MIN);
  __m256i distance = _mm256_xor_si256(_mm256_sub_epi64(value, low), top);
  __m256i beyond = _mm256_cmpgt_epi64(distance, _mm256_xor_si256(span, top));
  return _mm256_xor_si256(beyond, _mm256_set1_epi64x(-1));
}

#define SET_8(value) _mm256_set1_epi8((char)(value))
#define SET_16(value) _mm256_set1_epi16((short)(value))
#define SET_32(value) _mm256_set1_epi32((int)(value))
#define SET_64(value) _mm256_set1_epi64x((long long)(value))

#define FIND_AVX2(T, bits)                                                                                        \
  AVX2 static size_t find_avx2_##bits(const T *values, size_t count, T low, T span, T missing, uint64_t *inside,  \
                                      uint64_t *absent) {                                                         \
    __m256i lows = SET_##bits(low), spans = SET_##bits(span), gaps = SET_##bits(missing);                         \
    size_t row = 0;                                                                                               \
    for (; row + 64 <= count; row += 64) {                                                                        \
      const T *place = values + row;                                                                              \
      inside[row / 64] = BITS_##bits(place, IS_WITHIN_##bits);                                                    \
      absent[row / 64] = BITS_##bits(place, IS_GAP_##bits);                                                       \
    }                                                                                                             \
    return row;                                                                                                   \
  }                                                                                                               \
  AVX2 static size_t missing_avx2_##bits(const T *values, size_t count, T missing, const uint64_t *among,         \
                                         size_t *total) {                                                         \
    __m256i gaps = SET_##bits(missing);                                                                           \
    size_t row = 0;                                                                                               \
    for (; row + 64 <= count; row += 64) {                                                                        \
      uint64_t sought = among[row / 64];                                                                          \
      const T *place = values + row;                                                                              \
      if (sought) *total += (size_t)__builtin_popcountll(sought & BITS_##bits(place, IS_GAP_##bits));             \
    }                                                                                                             \
    return row;                                                                                                   \
  }

#define IS_WITHIN_8(value) within_8(value, lows, spans)
#define IS_WITHIN_16(value) within_16(value, lows, spans)
#define IS_WITHIN_32(value) within_32(value, lows, spans)
#define IS_WITHIN_64(value) within_64(value, lows, spans)
#define IS_GAP_8(value) _mm256_cmpeq_epi8(value, gaps)
#define IS_GAP_16(value) _mm256_cmpeq_epi16(value, gaps)
#define IS_GAP_32(value) _mm256_cmpeq_epi32(value, gaps)
#define IS_GAP_64(value) _mm256_cmpeq_epi64(value, gaps)

FIND_AVX2(uint8_t, 8)
FIND_AVX2(uint16_t, 16)
FIND_AVX2(uint32_t, 32)
FIND_AVX2(uint64_t, 64)

#define IS_BETWEEN(value)                                                                                         \
  _mm256_and_pd(_mm256_cmp_pd(value, lows, _CMP_GE_OQ), _mm256_cmp_pd(value, highs, _CMP_LE_OQ))
#define IS_NAN(value) _mm256_cmp_pd(value, value, _CMP_UNORD_Q)

AVX2 static size_t find_avx2_double(const double *values, size_t count, double low, double high, uint64_t *inside,
                                    uint64_t *absent) {
  __m256d lows = _mm256_set1_pd(low), highs = _mm256_set1_pd(high);
  size_t row = 0;
  for (; row + 64 <= count; row += 64) {
    const double *place = values + row;
    inside[row / 64] = BITS_DOUBLE(place, IS_BETWEEN);
    absent[row / 64] = BITS_DOUBLE(place, IS_NAN);
  }
  return row;
}

AVX2 static size_t missing_avx2_double(const double *values, size_t count, const uint64_t *among, size_t *total) {
  size_t row = 0;
  for (; row + 64 <= count; row += 64) {
    uint64_t sought = among[row / 64];
    const double *place = values + row;
    if (sought) *total += (size_t)__builtin_popcountll(sought & BITS_DOUBLE(place, IS_NAN));
  }
  return row;
}

AVX2 static size_t pack_avx2(const uint8_t *outcomes, size_t count, uint64_t *yes, uint64_t *possible) {
  size_t row = 0;
  for (; row + 64 <= count; row += 64) {
    // What is 2 and what is 1, each in its byte's top bit.
    __m256i low = LOADED(outcomes + row), high = LOADED(outcomes + row + 32);
    yes[row / 64] = joined(_mm256_slli_epi16(low, 6), _mm256_slli_epi16(high, 6));
    possible[row / 64] = yes[row / 64] | joined(_mm256_slli_epi16(low, 7), _mm256_slli_epi16(high, 7));
  }
  return row;
}

#define WIDELY(loop, ...) (has_avx2() ? loop(__VA_ARGS__) : 0)
#else
#define WIDELY(loop, ...) 0
#endif

static inline size_t left_of(size_t count, size_t row) { return count - row < 64 ? count - row : 64; }

#define FIND(T, bits)                                                                                             \
  void tally_find_##bits(const T *values, size_t count, T low, T span, T missing, uint64_t *inside,               \
                         uint64_t *absent) {                                                                      \
    size_t row = WIDELY(find_avx2_##bits, values, count, low, span, missing, inside, absent);                     \
    for (; row < count; row += 64) {                                                                              \
      inside[row / 64] = FEW_BITS(values + row, left_of(count, row), (T)(value - low) <= span);                   \
      absent[row / 64] = FEW_BITS(values + row, left_of(count, row), value == missing);                           \
    }                                                                                                             \
  }                                                                                                               \
  size_t tally_missing_##bits(const T *values, size_t count, T missing, const uint64_t *among) {                  \
    size_t total = 0, row = WIDELY(missing_avx2_##bits, values, count, missing, among, &total);                   \
    for (; row < count; row += 64) {                                                                              \
      uint64_t gaps = FEW_BITS(values + row, left_of(count, row), value == missing);                              \
      total += (size_t)__builtin_popcountll(among[row / 64] & gaps);                                              \
    }                                                                                                             \
    return total;                                                                                                 \
  }

FIND(uint8_t, 8)
FIND(uint16_t, 16)
FIND(uint32_t, 32)
FIND(uint64_t, 64)

void tally_find_double(const double *values, size_t count, double low, double high, uint64_t *inside,
                       uint64_t *absent) {
  size_t row = WIDELY(find_avx2_double, values, count, low, high, inside, absent);
  for (; row < count; row += 64) {
    inside[row / 64] = FEW_BITS(values + row, left_of(count, row), (value >= low) & (value <= high));
    absent[row / 64] = FEW_BITS(values + row, left_of(count, row), value != value);
  }
}

size_t tally_missing_double(const double *values, size_t count, const uint64_t *among) {
  size_t total = 0, row = WIDELY(missing_avx2_double, values, count, among, &total);
  for (; row < count; row += 64) {
    uint64_t gaps = FEW_BITS(values + row, left_of(count, row), value != value);
    total += (size_t)__builtin_popcountll(among[row / 64] & gaps);
  }
  return total;
}

void tally_pack_outcomes(const uint8_t *outcomes, size_t count, uint64_t *yes, uint64_t *possible) {
  size_t row = WIDELY(pack_avx2, outcomes, count, yes, possible);
  for (; row < count; row += 64) {
    yes[row / 64] = FEW_BITS(outcomes + row, left_of(count, row), value >> 1);
    possible[row / 64] = FEW_BITS(outcomes + row, left_of(count, row), (value | value >> 1) & 1);
  }
}

TWICE(struct tally_verdict, tally_settle,
      (const uint64_t *yes, const uint64_t *possible, size_t count, const uint64_t *mask, uint64_t *held,
       uint64_t *unknown),
      (yes, possible, count, mask, held, unknown), {
        struct tally_verdict total = {0, 0};
        for (size_t row = 0; row < count; row += 64) {
          size_t word = row / 64;
          uint64_t rows = count - row < 64 ? ((uint64_t)1 << (count - row)) - 1 : ~(uint64_t)0;
          if (mask) rows &= mask[word];
          uint64_t holds = yes[word] & rows;
          uint64_t open = possible[word] & ~yes[word] & rows;
          if (held) held[word] = holds;
          if (unknown) unknown[word] = open;
          total.yes += (size_t)__builtin_popcountll(holds);
          total.unknown += (size_t)__builtin_popcountll(open);
        }
        return total;
      })
