#include "compute.h"
#include "filter.h"

#include <math.h>

#include "twice.h"

#define COMPARE(T, name, operator, is_missing)                                                                    \
  TWICE(void, name, (const T *restrict a, const T *restrict b, size_t count, uint8_t *restrict out),              \
        (a, b, count, out), {                                                                                     \
          for (size_t row = 0; row < count; row++) {                                                              \
            uint8_t known = a[row] operator b[row] ? 2 : 0;                                                       \
            out[row] = (is_missing(a[row]) | is_missing(b[row])) ? 1 : known;                                     \
          }                                                                                                       \
        })

#define IS_SMALLEST(value) ((value) == INT64_MIN)
#define IS_NAN(value) ((value) != (value))

COMPARE(int64_t, tally_equal_64, ==, IS_SMALLEST)
COMPARE(int64_t, tally_less_64, <, IS_SMALLEST)
COMPARE(double, tally_equal_double, ==, IS_NAN)
COMPARE(double, tally_less_double, <, IS_NAN)

TWICE(void, tally_and, (uint8_t *restrict out, const uint8_t *restrict other, size_t count), (out, other, count), {
  for (size_t row = 0; row < count; row++) out[row] = other[row] < out[row] ? other[row] : out[row];
})

TWICE(void, tally_or, (uint8_t *restrict out, const uint8_t *restrict other, size_t count), (out, other, count), {
  for (size_t row = 0; row < count; row++) out[row] = other[row] > out[row] ? other[row] : out[row];
})

TWICE(void, tally_not, (const uint8_t *restrict outcomes, size_t count, uint8_t *restrict out),
      (outcomes, count, out), {
        for (size_t row = 0; row < count; row++) out[row] = 2 - outcomes[row];
      })

#define MARK(T, name, parameters, arguments, condition)                                                           \
  TWICE(bool, name, parameters, arguments, {                                                                      \
    uint8_t any = 0;                                                                                              \
    for (size_t row = 0; row < count; row++) {                                                                    \
      T value = values[row];                                                                                      \
      marks[row] = condition;                                                                                     \
      any |= marks[row];                                                                                          \
    }                                                                                                             \
    return any != 0;                                                                                              \
  })

MARK(uint8_t, tally_mark, (const uint8_t *restrict values, size_t count, uint8_t outcome, uint8_t *restrict marks),
     (values, count, outcome, marks), value == outcome)
MARK(int64_t, tally_mark_missing_64, (const int64_t *restrict values, size_t count, uint8_t *restrict marks),
     (values, count, marks), value == INT64_MIN)
MARK(double, tally_mark_missing_double, (const double *restrict values, size_t count, uint8_t *restrict marks),
     (values, count, marks), value != value)

#define CHOOSE(T, name, missing)                                                                                  \
  TWICE(void, name,                                                                                               \
        (const uint8_t *restrict outcomes, const T *restrict first, const T *restrict second, size_t count,       \
         T *restrict out),                                                                                        \
        (outcomes, first, second, count, out), {                                                                  \
          for (size_t row = 0; row < count; row++) {                                                              \
            T known = outcomes[row] == 2 ? first[row] : second[row];                                              \
            out[row] = outcomes[row] == 1 ? missing : known;                                                      \
          }                                                                                                       \
        })

CHOOSE(int64_t, tally_choose_64, INT64_MIN)
CHOOSE(double, tally_choose_double, NAN)

static void spread_rest(const uint64_t *words, size_t row, size_t count, uint8_t *marks) {
  for (; row < count; row++) marks[row] = words[row / 64] >> row % 64 & 1;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static size_t spread_avx2(const uint64_t *words, size_t count, uint8_t *marks) {
  const __m256i bytes = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,  //
                                         2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
  const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201u);
  size_t row = 0;
  for (; row + 32 <= count; row += 32) {
    // Every byte of eight sees the same eight bits and asks for one of them.
    __m256i word = _mm256_shuffle_epi8(_mm256_set1_epi32((int)(words[row / 64] >> row % 64)), bytes);
    __m256i set = _mm256_cmpeq_epi8(_mm256_and_si256(word, bits), bits);
    _mm256_storeu_si256((__m256i *)(marks + row), _mm256_and_si256(set, _mm256_set1_epi8(1)));
  }
  return row;
}

void tally_spread(const uint64_t *words, size_t count, uint8_t *marks) {
  spread_rest(words, has_avx2() ? spread_avx2(words, count, marks) : 0, count, marks);
}
#else
void tally_spread(const uint64_t *words, size_t count, uint8_t *marks) { spread_rest(words, 0, count, marks); }
#endif

void tally_spread_outcomes(const uint64_t *yes, const uint64_t *possible, size_t count, uint8_t *outcomes) {
  for (size_t row = 0; row < count; row += 64) {
    uint8_t more[64];
    size_t few = count - row < 64 ? count - row : 64;
    tally_spread(yes + row / 64, few, outcomes + row);
    tally_spread(possible + row / 64, few, more);
    for (size_t place = 0; place < few; place++) outcomes[row + place] += more[place];
  }
}
