#include "samples.h"

/* The compiler that comes with Swift 6 has #embed in every mode of C and says that it is of C23. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char arrivals[] = {
#embed "../../Samples/arrivals.csv"
};

static const unsigned char arrivals_by_year[] = {
#embed "../../Samples/arrivals_by_year.csv"
};

static const tally_sample samples[] = {
    {"arrivals", arrivals, sizeof arrivals},
    {"arrivals_by_year", arrivals_by_year, sizeof arrivals_by_year},
};

const size_t tally_sample_count = sizeof samples / sizeof *samples;

tally_sample tally_sample_at(size_t place) { return samples[place]; }
