#include "filter.h"

#include "twice.h"

// Each loop is compiled twice on x86-64, for AVX2 and for every machine, and chosen by what the processor has.
#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#endif

#define TEST_LOOP(T)                                                                                              \
  for (size_t row = 0; row < count; row++) {                                                                      \
    T value = values[row];                                                                                        \
    uint8_t known = (T)(value - low) <= span ? outcomes.inside : outcomes.outside;                                \
    out[row] = value == missing ? outcomes.missing : known;                                                       \
  }

#define TEST_ARGUMENTS(T)                                                                                         \
  const T *restrict values, size_t count, T low, T span, T missing, struct tally_outcomes outcomes,               \
      uint8_t *restrict out

#if defined(AVX2)
#define TEST(T, name)                                                                                             \
  AVX2 static void name##_avx2(TEST_ARGUMENTS(T)) { TEST_LOOP(T) }                                                \
  void name(TEST_ARGUMENTS(T)) {                                                                                  \
    if (has_avx2()) name##_avx2(values, count, low, span, missing, outcomes, out);                                  \
    else TEST_LOOP(T)                                                                                             \
  }
#else
#define TEST(T, name) \
  void name(TEST_ARGUMENTS(T)) { TEST_LOOP(T) }
#endif

TEST(uint8_t, tally_test_8)
TEST(uint16_t, tally_test_16)
TEST(uint32_t, tally_test_32)
TEST(uint64_t, tally_test_64)

#define DOUBLE_LOOP                                                                                               \
  for (size_t row = 0; row < count; row++) {                                                                      \
    double value = values[row];                                                                                   \
    uint8_t known = ((value >= low) & (value <= high)) ? outcomes.inside : outcomes.outside;                      \
    out[row] = value != value ? outcomes.missing : known;                                                         \
  }

#if defined(AVX2)
AVX2 static void test_double_avx2(const double *restrict values, size_t count, double low, double high,
                                  struct tally_outcomes outcomes, uint8_t *restrict out) {
  DOUBLE_LOOP
}
#endif

void tally_test_double(const double *restrict values, size_t count, double low, double high,
                       struct tally_outcomes outcomes, uint8_t *restrict out) {
#if defined(AVX2)
  if (has_avx2()) {
    test_double_avx2(values, count, low, high, outcomes, out);
    return;
  }
#endif
  DOUBLE_LOOP
}

static inline uint64_t packed_tail(const uint8_t *bytes, size_t count, uint8_t value) {
  uint64_t word = 0;
  for (size_t place = 0; place < count; place++) word |= (uint64_t)(bytes[place] == value) << place;
  return word;
}

#if defined(AVX2)
#include <immintrin.h>

AVX2 static size_t pack_avx2(const uint8_t *bytes, size_t count, uint8_t value, const uint64_t *mask,
                             uint64_t *words) {
  size_t ones = 0;
  __m256i sought = _mm256_set1_epi8((char)value);
  for (size_t word = 0; word * 64 < count; word++) {
    uint64_t bits;
    if (count - word * 64 >= 64) {
      const __m256i *place = (const __m256i *)(bytes + word * 64);
      uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(place), sought));
      uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(place + 1), sought));
      bits = low | (uint64_t)high << 32;
    } else {
      bits = packed_tail(bytes + word * 64, count - word * 64, value);
    }
    if (mask) bits &= mask[word];
    words[word] = bits;
    ones += (size_t)__builtin_popcountll(bits);
  }
  return ones;
}
#endif

/// Bit i of the result says whether byte i of eight equals the value that every byte of `sought` has.
static inline uint64_t packed_eight(const uint8_t *bytes, uint64_t sought) {
  uint64_t eight;
  __builtin_memcpy(&eight, bytes, 8);
  eight ^= sought;
  // The top bit of each byte that is zero, then all eight gathered by one multiplication.
  uint64_t low = 0x7f7f7f7f7f7f7f7fu;
  uint64_t zeros = ~(((eight & low) + low) | eight | low);
  return (zeros >> 7) * 0x0102040810204080u >> 56;
}

size_t tally_pack(const uint8_t *bytes, size_t count, uint8_t value, const uint64_t *mask, uint64_t *words) {
#if defined(AVX2)
  if (has_avx2()) return pack_avx2(bytes, count, value, mask, words);
#endif
  size_t ones = 0;
  for (size_t word = 0; word * 64 < count; word++) {
    uint64_t bits = 0;
    if (count - word * 64 >= 64 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
      for (size_t part = 0; part < 8; part++) {
        bits |= packed_eight(bytes + word * 64 + part * 8, value * 0x0101010101010101u) << part * 8;
      }
    } else {
      size_t left = count - word * 64;
      bits = packed_tail(bytes + word * 64, left < 64 ? left : 64, value);
    }
    if (mask) bits &= mask[word];
    words[word] = bits;
    ones += (size_t)__builtin_popcountll(bits);
  }
  return ones;
}
