# The front door to Meson. "make run" needs nothing but make; everything else is installed when it is missing.
# Variables: BUILD (build folder), DATA (data folder), LISTEN (address), LAYERS (of tests), DESTDIR and PREFIX (make install).
BUILD   ?= build
DATA    ?= data
LISTEN  ?= 127.0.0.1:8080
PREFIX  ?= /usr/local
JOBS    ?= $(shell nproc)
NINJA    = ninja -j $(JOBS)
SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false -Dbuildtype=debug -Doptimization=1

.PHONY: run build test test-full bench lint fuzz coverage install clean

run: build
	@tools/demo-run $(BUILD)/xxgk $(DATA) $(LISTEN)

build:
	@tools/packages build
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >/dev/null
	@$(NINJA) -C $(BUILD) xxgk

# Two builds, as shipped and with sanitizers; then every layer, and one closing line. test-full measures coverage too.
test test-full:
	@tools/packages build test $(if $(filter test-full,$@),lint fuzz)
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD) >/dev/null
	@test -f $(BUILD)-san/build.ninja || meson setup $(BUILD)-san $(SANITIZE) >/dev/null
	@$(NINJA) -C $(BUILD)
	@ASAN_OPTIONS=detect_leaks=0 $(NINJA) -C $(BUILD)-san # manual pages are made by the program as it is
	@LAYERS='$(LAYERS)' tests/run $(if $(filter test-full,$@),--full) $(BUILD) $(BUILD)-san

# Branches of src/domain against tests/coverage/misses.txt.
coverage:
	@tools/packages build lint fuzz
	@tests/coverage/run $(BUILD)-cov

bench:
	@tools/packages build bench test
	@$(MAKE) --no-print-directory build
	@$(NINJA) -C $(BUILD) bench/search/search_bench
	@bench/run $(BUILD)/xxgk

lint:
	@tools/packages build lint fuzz
	@tools/lint $(BUILD)
	@tests/coverage/run $(BUILD)-cov

fuzz:
	@tools/packages build fuzz
	@tests/fuzz/run $(BUILD)-fuzz

install: build
	@meson configure $(BUILD) -Dprefix=$(PREFIX)
	@DESTDIR=$(DESTDIR) meson install -C $(BUILD)

clean:
	rm -rf $(BUILD) $(BUILD)-san $(BUILD)-fuzz $(BUILD)-lint $(BUILD)-cov tests/browser/node_modules
