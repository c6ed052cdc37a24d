#include "compute.h"

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
MARK(uint8_t, tally_mark_others,
     (const uint8_t *restrict values, size_t count, uint8_t outcome, uint8_t *restrict marks),
     (values, count, outcome, marks), value != outcome)
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

TWICE(void, tally_spread, (const uint64_t *restrict words, size_t count, uint8_t *restrict marks),
      (words, count, marks), {
        for (size_t word = 0; word * 64 < count; word++) {
          size_t left = count - word * 64 < 64 ? count - word * 64 : 64;
          uint64_t bits = words[word];
          size_t row = 0;
          for (; row + 8 <= left; row += 8) {
            // Each byte keeps another of the eight bits, and becomes 1 where that is set.
            uint64_t eight = (bits >> row & 0xff) * 0x0101010101010101u & 0x8040201008040201u;
            eight = (eight + 0x7f7f7f7f7f7f7f7fu | eight) >> 7 & 0x0101010101010101u;
            for (size_t place = 0; place < 8; place++) marks[word * 64 + row + place] = (uint8_t)(eight >> place * 8);
          }
          for (; row < left; row++) marks[word * 64 + row] = bits >> row & 1;
        }
      })
