#!/usr/bin/env bash
# Trains the methods on the mixture-of-Gaussians data, half of whose cells are removed, and measures the log-likelihood
# of the complete test rows by a grid over both latents. Prints the table of README.md; a run of each lies in results.csv.
#
#   swift build -c release
#   Examples/Mixtures/run.sh FOLDER      # with mog2_large_train.csv and mog2_large_test.csv; results go there too
#
# BUDGETS ("5 15"), SEEDS ("1 2 3"), METHODS and JOBS (runs at a time, 2) can be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?the folder of the data}" && pwd)
export here folder
export lacuna=${LACUNA:-$here/../../.build/release/lacuna}

for seed in ${SEEDS:-1 2 3}; do
    "$lacuna" mask "$folder/mog2_large_train.csv" --mask mcar:0.5 --seed "$seed" --output "$folder/mog.half$seed.csv" --quiet
    # Rows of which nothing is left are removed.
    grep -v '^,*$' "$folder/mog.half$seed.csv" > "$folder/mog.masked$seed.csv"
done

run() {
    method=$1 budget=$2 seed=$3
    model=$folder/$method.$budget.$seed.safetensors
    case $method in
        mvae) keys=(--set "bound.sampleCount=$budget") ;;
        miwae) keys=(--set "bound.importanceSampleCount=$budget") ;;
        missVAE) keys=(--set "model.posterior.componentCount=$budget" --set "bound.sampleCount=$budget") ;;
        missIWAE) keys=(--set "model.posterior.componentCount=$budget" --set "bound.importanceSampleCount=$budget") ;;
        demiss*) keys=(--set "bound.imputationCount=$budget") ;;
        *) keys=(--set "model.posterior.componentCount=$budget") ;;
    esac
    "$lacuna" train "$here/$method.json5" --set "data.path=$folder/mog.masked$seed.csv" "${keys[@]}" --seed "$seed" \
        --threads 1 --output "$model" 2> "$model.log"
    "$lacuna" evaluate --log-likelihood "$folder/mog2_large_test.csv" --model "$model" --samples 1000 --grid --threads 1 \
        --json --quiet > "$model.json"
    number() {
        awk -v part="\"$1\"" '
            $1 ~ part { inside = 1 }
            inside && /"original"/ { original = 1 }
            original && /"mean"/ { sub(/.*"mean": */, ""); sub(/[,}].*/, ""); print; exit }' "$model.json"
    }
    echo "$method,$budget,$seed,$(sed -nE 's/.*bound (-?[0-9.]+) nats.*/\1/p' "$model.log"),$(number importanceWeighted),$(number grid)"
}
export -f run

for budget in ${BUDGETS:-5 15}; do
    for seed in ${SEEDS:-1 2 3}; do
        for method in ${METHODS:-mvae miwae missVAE missSVAE missIWAE missSIWAE demissVAE demissIWAE}; do echo "$method $budget $seed"; done
    done
done | xargs -P "${JOBS:-2}" -L 1 bash -c 'run "$@"' run | tee "$folder/results.csv.part" >&2

{ echo "method,budget,seed,bound,importanceWeighted,grid"; sort -t, -k2,2n -k1,1 -k3,3n "$folder/results.csv.part"; } \
    > "$folder/results.csv"
rm "$folder/results.csv.part"

awk -F, '
    NR > 1 { key = $1 "," $2; n[key]++; s[key] += $6; q[key] += $6 * $6; methods[$1]; budgets[$2] }
    END {
        printf "| method |"; for (b = 1; b < 1000; b++) if (b in budgets) printf " budget %d |", b; print ""
        printf "| --- |"; for (b = 1; b < 1000; b++) if (b in budgets) printf " --- |"; print ""
        count = split("mvae miwae missVAE missSVAE missIWAE missSIWAE demissVAE demissIWAE", order, " ")
        for (i = 1; i <= count; i++) if (order[i] in methods) {
            printf "| `%s` |", order[i]
            for (b = 1; b < 1000; b++) if (b in budgets) {
                key = order[i] "," b; mean = s[key] / n[key]
                variance = n[key] > 1 ? (q[key] - n[key] * mean * mean) / (n[key] - 1) : 0
                printf " %.3f (%.3f) |", mean, sqrt(variance > 0 ? variance : 0)
            }
            print ""
        }
    }' "$folder/results.csv"
