# make run          opens the prompt on the built-in sample: builds first, and installs what the build needs
# make test         builds and passes every test; installs sqlite3, which the tests compare answers with
# make fuzz         gives every reader of bytes random ones, with libFuzzer and the address sanitizer; MINUTES=10, or
#                   RUNS=1000000 inputs for each, or those of TARGETS="csv json"
# make fuzz-sessions  types random sessions at the prompt and into -c; SESSIONS=5000, and a new seed each time
# make sanitize     passes the tests with the address sanitizer, then with the thread sanitizer
# make fuzz-prompt  compares the prompt's screen with a model after random keys; SESSIONS=5000, and a new seed each time
# make install      PREFIX=/usr/local (DESTDIR= for packagers)
# make manual       writes the manual as HTML into .build/manual; installs cmark-gfm, which reads its Markdown
# make format       writes the sources in the project's layout; make lint checks it, and the C sources for warnings, as
#                   x86-64 and as arm64 have them
# make bench        measures speed and memory beside the engines that `make bench-peers` installs into .build/peers;
#                   ROWS=10000000 RUNS=7 THREADS="1 2" say how much
# make bench-keys          prints how long the prompt takes from a key to its frame, and from Control-C to the next prompt,
#                          with ROWS=10000000 loaded
# make bench-scaling       prints how Tally's times grow with rows and with groups; SIZES="10000 30000000", ROWS=10000000
# make bench-kernels       prints the nanoseconds a row of each loop over a block of rows
# make bench-instructions  counts their instructions with valgrind; fails where one needs a tenth more than recorded

SWIFT ?= swift
PREFIX ?= /usr/local
# Where every library has a static form, the program needs no shared one and starts in half the time.
has_static = $(filter /%,$(shell cc -print-file-name=lib$(1).a 2>/dev/null))
static_libraries = edit bsd md tinfo z sqlite3 m
STATIC = $(if $(filter-out $(words $(static_libraries)),$(words $(foreach name,$(static_libraries),$(call \
  has_static,$(name))))),,-Xswiftc -static-executable -Xlinker -lbsd -Xlinker -lmd -Xlinker -ltinfo)
RELEASE = -c release --static-swift-stdlib $(STATIC)
# The compiler of the C targets: the one that comes with Swift.
CLANG ?= $(or $(wildcard $(dir $(realpath $(shell command -v $(SWIFT))))clang),clang)
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

.PHONY: all run build test fuzz fuzz-prompt fuzz-sessions sanitize install manual format lint bench bench-build \
  bench-peers bench-keys bench-scaling bench-kernels bench-instructions clean build-needs test-needs manual-needs

all: build

run: build
	@exec .build/release/tally

build: build-needs
	$(SWIFT) build $(RELEASE) --product tally

test: build-needs test-needs
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --parallel

SESSIONS ?= 5000
SEED ?= $(shell date +%s)
fuzz-prompt: build-needs
	$(SWIFT) build --build-tests
	@echo "TALLY_SEED=$(SEED) TALLY_SESSIONS=$(SESSIONS)"
	TALLY_SEED=$(SEED) TALLY_SESSIONS=$(SESSIONS) $(SWIFT) test --skip-build --filter PromptFuzzTests

fuzz-sessions: build-needs
	$(SWIFT) build --build-tests
	@echo "TALLY_SEED=$(SEED) TALLY_SESSIONS=$(SESSIONS)"
	TALLY_SEED=$(SEED) TALLY_SESSIONS=$(SESSIONS) $(SWIFT) test --skip-build --filter WholeSessionTests

# Swift has no sanitizer of undefined behaviour: its arithmetic, bounds and casts trap by themselves; what the C targets
# do is checked beside the address sanitizer. What reads and writes terminals is left out: it starts the program, whose
# library of faults must come before every other and so cannot come after a sanitizer's.
sanitize: build-needs test-needs
	for kind in address thread; do \
	  if [ $$kind = address ]; then more="-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=all"; else more=; fi; \
	  $(SWIFT) build --build-tests --sanitize $$kind --scratch-path .build/$$kind $$more && \
	  ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --skip-build --sanitize $$kind --scratch-path .build/$$kind $$more \
	    --skip TerminalTests || exit 1; done

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/release/tally "$(DESTDIR)$(PREFIX)/bin/tally"

bench: build bench-build
	"$$(ls .build/peers/bin/python3 2>/dev/null || echo python3)" Tests/Benchmarks/bench.py

KEY_ROWS = $(or $(ROWS),10000000)
bench-keys: build bench-build
	test -f .build/keys-$(KEY_ROWS).csv || .build/release/tally-bench generate .build/keys-$(KEY_ROWS).csv $(KEY_ROWS)
	.build/release/tally-bench keys .build/keys-$(KEY_ROWS).csv

bench-scaling: build bench-build
	python3 Tests/Benchmarks/bench.py scaling

bench-peers:
	python3 -m venv .build/peers
	.build/peers/bin/pip install --quiet duckdb duckdb-cli polars chdb
	$(call need,command -v mlr,Miller,miller,miller,miller,miller)

bench-kernels: bench-build
	.build/release/tally-bench loops

bench-instructions: bench-build
	Tests/Benchmarks/instructions.sh

bench-build: build-needs
	$(SWIFT) build $(RELEASE) --product tally-bench

manual: build-needs manual-needs
	$(SWIFT) build $(RELEASE) --product tally-manual
	.build/release/tally-manual .build/manual

# Each target for its share of MINUTES. What lives as long as the process is no leak.
MINUTES ?= 10
RUNS ?= -1
TARGETS ?= $$($(FUZZ) /dev/null 2>/dev/null | sed -n 's/\t.*//p')
FUZZ = .build/fuzz/release/tally-fuzz
# Where each block of memory came from is kept short: it takes longer than the rest.
FUZZ_OPTIONS = ASAN_OPTIONS=detect_leaks=0:malloc_context_size=3:quarantine_size_mb=32
# The compiler leaves the counters of coverage out where two sanitizers are named, so they are asked for.
COVERAGE = -Xswiftc -sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table
fuzz: build-needs
	$(SWIFT) build -c release --sanitize fuzzer --sanitize address --scratch-path .build/fuzz --product tally-fuzz \
	  -Xswiftc -DFUZZING $(COVERAGE)
	targets="$(TARGETS)"; count=$$(echo $$targets | wc -w); \
	for target in $$targets; do folder=.build/fuzz/$$target; mkdir -p $$folder; echo "$$target:"; \
	  TALLY_FUZZ=$$target TALLY_SEEDS=$$folder $(FUZZ_OPTIONS) $(FUZZ) -runs=$(RUNS) \
	    -max_total_time=$$(($(RUNS) < 0 ? $(MINUTES) * 60 / count : 0)) -timeout=5 -detect_leaks=0 \
	    -rss_limit_mb=4000 -artifact_prefix=$$folder- $$folder || exit 1; done

# The loops as arm64 has them, with this machine's headers: those of glibc differ in one file, which may be empty.
ARM64 = --target=aarch64-linux-gnu -isystem .build/arm64 -idirafter /usr/include/x86_64-linux-gnu -idirafter /usr/include
format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests
	for file in Sources/C*/*.[ch]; do \
	  $(CLANG) -fsyntax-only -Wall -Wextra -Werror -I "$${file%/*}/include" -include "$$file" -x c /dev/null || exit 1; done
	if [ "$$(uname -sm)" = "Linux x86_64" ]; then \
	  mkdir -p .build/arm64/gnu && touch .build/arm64/gnu/stubs-32.h && for file in Sources/CKernels/*.c; do \
	    $(CLANG) $(ARM64) -fsyntax-only -Wall -Wextra -Werror -I Sources/CKernels/include "$$file" || exit 1; done; fi

clean:
	rm -rf .build

# $(call need,TEST,WHAT,apt name,dnf name,apk name,brew name): installs a package unless TEST succeeds.
define need
	@if ! ( $(1) ) >/dev/null 2>&1; then \
	  if command -v apt-get >/dev/null; then install="apt-get install -y $(3)"; refresh="apt-get update"; \
	  elif command -v dnf >/dev/null; then install="dnf install -y $(4)"; refresh=true; \
	  elif command -v apk >/dev/null; then install="apk add $(5)"; refresh=true; \
	  elif command -v brew >/dev/null; then install="brew install $(6)"; refresh=true; \
	  else echo "$(2) is missing, and no package manager was found to install it with" >&2; exit 1; fi; \
	  case "$$install" in brew*) as="" ;; *) as="$(SUDO)" ;; esac; \
	  echo "$(2) is missing; this installs it: $$as $$install" >&2; \
	  { $$as $$refresh && $$as env DEBIAN_FRONTEND=noninteractive $$install; } >&2 || \
	    { echo "$(2) could not be installed; with the rights to do so, run: $$install" >&2; exit 1; }; \
	fi
endef

build-needs:
	$(call need,printf '\43include <histedit.h>' | cc -E -,libedit's header,libedit-dev,libedit-devel,libedit-dev,libedit)
	$(call need,printf '\43include <zlib.h>' | cc -E -,zlib's header,zlib1g-dev,zlib-devel,zlib-dev,zlib)
	$(call need,printf '\43include <sqlite3.h>' | cc -E -,SQLite's header,libsqlite3-dev,sqlite-devel,sqlite-dev,sqlite)

test-needs:
	$(call need,command -v sqlite3,sqlite3,sqlite3,sqlite,sqlite,sqlite)

manual-needs:
	$(call need,command -v cmark-gfm,cmark-gfm,cmark-gfm,cmark-gfm,cmark-gfm,cmark-gfm)
