#ifndef TALLY_CHECKSUM_H
#define TALLY_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

// A number that is another one where a byte, the length or the seed is another, but for one case in 2^64. It is the same
// on every machine of the same byte order, and nothing against who means to deceive.
uint64_t tally_checksum(const uint8_t *bytes, size_t count, uint64_t seed);

#endif
