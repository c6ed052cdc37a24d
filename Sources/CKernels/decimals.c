#include "compute.h"

#include <math.h>

#include "twice.h"

#pragma STDC FP_CONTRACT OFF

#define DIVIDED(value) (double)(value) / unit

#define DECIMAL_ARGUMENTS(T) (const T *restrict values, size_t count, double unit, double *restrict out)

#define DECIMAL_LOOP(missing, divided)                                                                            \
  for (size_t row = 0; row < count; row++) {                                                                      \
    double known = divided(values[row]);                                                                          \
    out[row] = values[row] == missing ? NAN : known;                                                              \
  }

#if defined(__x86_64__)
// A quotient by the reciprocal, and the rest that it leaves, exact in a fused multiplication, by the reciprocal once
// more: of whole numbers of 32 bits and powers of ten it is the quotient that division gives (tried for all), at a
// third of the time.
#define CORRECTED(value) corrected((double)(value), unit, reciprocal)
#define FUSED __attribute__((target("avx2,fma,bmi,bmi2,popcnt")))

FUSED static inline double corrected(double value, double unit, double reciprocal) {
  double near = value * reciprocal;
  return __builtin_fma(__builtin_fma(-near, unit, value), reciprocal, near);
}

#define DECIMALS(T, bits, missing)                                                                                \
  FUSED static void decimals_##bits##_fused DECIMAL_ARGUMENTS(T) {                                                \
    const double reciprocal = 1 / unit;                                                                           \
    DECIMAL_LOOP(missing, CORRECTED)                                                                              \
  }                                                                                                               \
  void tally_decimals_##bits DECIMAL_ARGUMENTS(T) {                                                               \
    if (has_avx2() && __builtin_cpu_supports("fma")) {                                        \
      decimals_##bits##_fused(values, count, unit, out);                                                          \
    } else {                                                                                                      \
      DECIMAL_LOOP(missing, DIVIDED)                                                                              \
    }                                                                                                             \
  }
#else
#define DECIMALS(T, bits, missing) \
  void tally_decimals_##bits DECIMAL_ARGUMENTS(T) { DECIMAL_LOOP(missing, DIVIDED) }
#endif

DECIMALS(int8_t, 8, INT8_MIN)
DECIMALS(int16_t, 16, INT16_MIN)
DECIMALS(int32_t, 32, INT32_MIN)

void tally_decimals_64 DECIMAL_ARGUMENTS(int64_t) { DECIMAL_LOOP(INT64_MIN, DIVIDED) }
