#!/usr/bin/env bash
# Trains the variational autoencoder of the grid mixture and compares the samplers on it. Prints the log-likelihood of test
# rows under the model and under the mixture itself, and the table of README.md.
#
#   swift build -c release
#   Examples/ConditionalSamplers/run.sh FOLDER [SAMPLERS.json5]
#
# FOLDER may hold the published rows as grid2dmog4_train.csv and grid2dmog4_test.csv; otherwise as many are drawn from the
# mixture, and written there. The model goes there too; one that is there already is not trained again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?the folder of the data}" && pwd)
samplers=${2:-$here/samplers.json5}
build=${BUILD:-$here/../../.build/release}
lacuna=$build/lacuna program=$build/ConditionalSamplers mixture=$here/mixture.json5
model=$folder/grid.safetensors

seed=1
for part in train:27000 test:30000; do
    data=$folder/grid2dmog4_${part%:*}.csv
    test -e "$data" || "$program" sample "$mixture" "${part#*:}" $seed "$data"
    seed=$((seed + 1))
done

test -e "$model" || "$lacuna" train "$here/grid.json5" --set "data.path=$folder/grid2dmog4_train.csv" --output "$model" >&2
echo "Test rows under the mixture: $("$program" density "$mixture" "$folder/grid2dmog4_test.csv")"
"$lacuna" evaluate --log-likelihood "$folder/grid2dmog4_test.csv" --model "$model" --samples 100 --grid --quiet
"$program" compare "$mixture" "$model" "$samplers"
