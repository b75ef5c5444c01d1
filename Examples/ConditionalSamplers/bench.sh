#!/usr/bin/env bash
# Times latent-adaptive resampling by lacuna and by PyTorch (lair_torch.py), turn by turn; prints every run, the medians in
# rows a second and their ratio, and the error of the imputed means of both where the complete table is known.
#
#   Examples/ConditionalSamplers/bench.sh LACUNA MODEL.safetensors DATA.csv [COMPLETE.csv]
#
# LACUNA is the release binary; MODEL was trained on a table with the columns of DATA.csv. PYTHON (python3, with torch and
# numpy), K (19), R (1), STEPS (20), REPEATS (5), THREADS (2), BATCH (200, PyTorch's rows a batch) and ROWS (lacuna's, 16)
# can be set. lacuna's time includes reading and writing the table, PyTorch's only the imputation, after one batch to warm
# up.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
lacuna=${1:?the lacuna binary} model=${2:?a model file} data=${3:?a table} truth=${4:-}
python=${PYTHON:-python3} K=${K:-19} R=${R:-1} steps=${STEPS:-20} threads=${THREADS:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sampler="{ type: \"latentAdaptiveResampling\", imputationCount: $K, replenishCount: $R, steps: $steps, finalResampling: true }"
torch=("$python" "$here/lair_torch.py" "$model" "$data" --threads "$threads" ${truth:+--truth "$truth"})
field() { sed -nE "s/.*\"$1\": *([0-9.eE+-]+).*/\1/p" "$2" | head -n 1; }
median() { sort -g "$1" | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

for repeat in $(seq "${REPEATS:-5}"); do
    "${torch[@]}" --imputations "$K" --replenish "$R" --steps "$steps" --batch "${BATCH:-200}" --seed "$repeat" > "$work/torch.json"
    field rowsPerSecond "$work/torch.json" >> "$work/torch.rates"
    "$lacuna" impute "$data" --model "$model" --set "imputation.sampler=${SAMPLER:-$sampler}" \
        --set "imputation.batchSize=${ROWS:-16}" --threads "$threads" --output "$work/lacuna.csv" --quiet --json > "$work/lacuna.json"
    awk -v rows="$(field rows "$work/torch.json")" -v seconds="$(field seconds "$work/lacuna.json")" \
        'BEGIN { printf "%.2f\n", rows / seconds }' >> "$work/lacuna.rates"
    echo "run $repeat: lacuna $(tail -n 1 "$work/lacuna.rates") rows/s, PyTorch $(tail -n 1 "$work/torch.rates") rows/s"
done

if test -n "$truth"; then
    "${torch[@]}" --score "$work/lacuna.csv" > "$work/score.json"
    echo "root mean square error (standard deviations): lacuna $(field rmse "$work/score.json"), PyTorch $(field rmse "$work/torch.json")"
fi
awk -v lacuna="$(median "$work/lacuna.rates")" -v torch="$(median "$work/torch.rates")" \
    'BEGIN { printf "medians: lacuna %.2f rows/s, PyTorch %.2f rows/s, ratio %.2f\n", lacuna, torch, lacuna / torch }'
