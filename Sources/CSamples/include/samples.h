#ifndef TALLY_SAMPLES_H
#define TALLY_SAMPLES_H

#include <stddef.h>

/* A file of the built-in sample, embedded when the program is built; not ended by a NUL. */
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} tally_sample;

/* The table at a place below tally_sample_count, in the order in which they are offered; the first is the current
   one at start. */
tally_sample tally_sample_at(size_t place);
extern const size_t tally_sample_count;

#endif
