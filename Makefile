# Every command of the project. PROFILE=quick (default) or paper; DATA_MIRROR=<folder or URL> for real data.
NOTEBOOKS := $(basename $(notdir $(wildcard notebooks/[0-9][0-9]-*.ipynb)))
.DEFAULT_GOAL := all
# A copy of the data sets beside the project is used where there is one.
DATA_MIRROR ?= $(wildcard ../shared/data)
ifneq ($(DATA_MIRROR),)
export DATA_MIRROR
endif
.PHONY: all figures test lab site data bench check clean help setup build $(NOTEBOOKS)

all: build ## set up, execute every notebook, print the claims, build the site
	@node tools/run.mjs; status=$$?; node tools/ledger.mjs && node tools/site.mjs && exit $$status

figures: build ## execute what changed and write figures/, no site
	@node tools/run.mjs; status=$$?; node tools/ledger.mjs && exit $$status

$(NOTEBOOKS): build # execute one notebook: make 01-lin-rfm
	@node tools/run.mjs $@

test: ## set up and run the whole test suite
	@sh tools/setup.sh test
	@node tools/build.mjs
	@npm run --silent lint
	@npm run --silent test

lab: build ## open an interactive Jupyter session with the TypeScript kernel
	@node tools/lab.mjs

site: build ## render the notebooks and the ledger to site/
	@node tools/site.mjs

data: build ## download or verify the real data sets; DATASETS="mnist glove" for some
	@node tools/data.mjs $(DATASETS)

bench: build ## measure speed beside numpy, write bench/results.json
	@node bench/bench.mjs

check: build ## compare regenerated figures with the committed ones
	@node tools/check.mjs

clean: ## remove what was built (not the downloads in data/cache, not the notebooks)
	rm -rf lib/dist site .cache

setup:
	@sh tools/setup.sh

build: setup
	@node tools/build.mjs

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo "  make <notebook>  one of: $(NOTEBOOKS)"
