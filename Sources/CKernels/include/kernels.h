#ifndef TALLY_KERNELS_H
#define TALLY_KERNELS_H

#include <stdbool.h>

#include "checksum.h"
#include "scan.h"

/// Lets the loops that are compiled twice run, on this thread, as on a machine without AVX2: for tests of both.
void tally_use_plain_loops(bool only);

#endif
