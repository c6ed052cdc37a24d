#ifndef TALLY_MANUAL_H
#define TALLY_MANUAL_H

#include <stddef.h>

/* A page of the manual, embedded when the program is built; Markdown in UTF-8, not ended by a NUL. */
typedef struct {
  /* Below Tests/Corpus: steps/where.md */
  const char *name;
  const unsigned char *bytes;
  size_t count;
} tally_page;

/* The page at a place below tally_page_count, in the order of their names. */
tally_page tally_page_at(size_t place);
extern const size_t tally_page_count;

#endif
