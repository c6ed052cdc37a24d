#ifndef TALLY_SAMPLES_H
#define TALLY_SAMPLES_H

#include <stddef.h>

/* A file of the built-in sample, embedded when the program is built; not ended by a NUL. */
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} tally_sample;

/* The tables in the order in which they are offered; the first is the current one at start. */
extern const tally_sample tally_samples[];
extern const size_t tally_sample_count;

#endif
