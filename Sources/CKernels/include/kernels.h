#ifndef TALLY_KERNELS_H
#define TALLY_KERNELS_H

#include "scan.h"

#endif
