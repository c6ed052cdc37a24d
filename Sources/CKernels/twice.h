#ifndef TALLY_TWICE_H
#define TALLY_TWICE_H

// A loop that is compiled twice on x86-64, for AVX2 and for every machine, and chosen by what the processor has;
// elsewhere once.
//
//     TWICE(size_t, ones, (const uint8_t *bytes, size_t count), (bytes, count), {
//       size_t total = 0;
//       for (size_t row = 0; row < count; row++) total += bytes[row];
//       return total;
//     })
#if defined(__x86_64__)
#include <stdbool.h>

extern _Thread_local bool tally_plain_only;

static inline bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && !tally_plain_only;
}

#define TWICE(Result, name, parameters, arguments, ...)                                                           \
  __attribute__((target("avx2,bmi,bmi2,popcnt"))) static Result name##_avx2 parameters __VA_ARGS__                \
  static Result name##_plain parameters __VA_ARGS__                                                               \
  Result name parameters {                                                                                        \
    return has_avx2() ? name##_avx2 arguments : name##_plain arguments;                                           \
  }
#else
#define TWICE(Result, name, parameters, arguments, ...) Result name parameters __VA_ARGS__
#endif

#endif
