#!/usr/bin/env bash
# Measures how well the draws of two methods are calibrated: 100 masks of a complete table, 30 % of its cells removed
# completely at random, 20 draws of each removed cell. Prints the tables of README.md.
#
#   swift build -c release
#   Examples/Calibration/run.sh TABLE.csv …
#
# REPEATS (100), METHODS and LACUNA (the binary) can be set. A repeat takes some ten seconds of one core.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
lacuna=${LACUNA:-$here/../../.build/release/lacuna}
for table in "$@"; do
    "$lacuna" evaluate "$table" --mask mcar:0.3 --methods "${METHODS:-miwae,demissVAE,columnMean}" \
        --repeats "${REPEATS:-100}" --draws 20 --set training.steps=1500 --quiet
done
