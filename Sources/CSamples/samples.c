#include "samples.h"

static const unsigned char arrivals[] = {
#embed "../../Samples/arrivals.csv"
};

static const unsigned char arrivals_by_year[] = {
#embed "../../Samples/arrivals_by_year.csv"
};

const tally_sample tally_samples[] = {
    {"arrivals", arrivals, sizeof arrivals},
    {"arrivals_by_year", arrivals_by_year, sizeof arrivals_by_year},
};

const size_t tally_sample_count = sizeof tally_samples / sizeof *tally_samples;
