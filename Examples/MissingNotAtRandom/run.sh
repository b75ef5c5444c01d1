#!/usr/bin/env bash
# Makes the toy tables, trains all configurations on each and scores them. Prints the tables of README.md; a run of each lies
# in results.csv, and the pictures of the first seed beside it.
#
#   swift build -c release
#   Examples/MissingNotAtRandom/run.sh FOLDER
#
# PROBLEMS ("gaussian ring side opposite"), SEEDS ("1 2 3"), METHODS, ROWS (2000) and JOBS (runs at a time, 2) can be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:?the folder for the results}"
folder=$(cd "$1" && pwd)
build=${BUILD:-$here/../../.build/release}
export here folder lacuna=$build/lacuna program=$build/MissingNotAtRandom
problems=${PROBLEMS:-gaussian ring side opposite}
methods=${METHODS:-columnMean miwae selfMasking selfMaskingKnown linear neural}
seeds=${SEEDS:-1 2 3}

sector() { echo "{ type: \"sector\", column: \"x1\", other: \"x2\", start: $1, end: $2 }"; }
holes() { # PROBLEM NAME: NAME.csv with x1 missing where the problem says
    local in=$folder/$2.csv out=$folder/$2.holes.csv
    case $1 in
        gaussian) "$lacuna" mask "$in" --mask threshold --output "$out" --quiet ;;
        ring) "$lacuna" mask "$in" --mask "$(sector 45 135)" --output "$out" --quiet ;;
        side) "$lacuna" mask "$in" --mask "$(sector -45 45)" --output "$out" --quiet ;;
        opposite)
            "$lacuna" mask "$in" --mask "$(sector 45 135)" --output "$out.half" --quiet
            "$lacuna" mask "$out.half" --mask "$(sector 225 315)" --output "$out" --quiet
            rm "$out.half" ;;
    esac
}
for problem in $problems; do
    for seed in $seeds; do
        "$program" sample "$problem" "${ROWS:-2000}" "$seed" "$folder/$problem.$seed.csv"
        "$program" sample "$problem" 2000 "$((seed + 1000))" "$folder/$problem.$seed.test.csv"
        holes "$problem" "$problem.$seed"
        holes "$problem" "$problem.$seed.test"
    done
done

run() { # PROBLEM METHOD SEED
    local name=$folder/$1.$3 model=$folder/$1.$2.$3.safetensors
    if [[ $2 == exact ]]; then
        echo "$1,exact,$3,$("$program" exact "$1" "$name.csv" "$name.holes.csv")"
        return
    fi
    if [[ $2 == linearBoundary ]]; then
        echo "$1,linearBoundary,$3,,,,$("$program" linear "$name.test.csv" "$name.test.holes.csv")"
        return
    fi
    "$lacuna" train "$here/$2.json5" --set "data.path=$name.holes.csv" --seed "$3" --threads 1 --output "$model" \
        2> "$model.log" || { cat "$model.log" >&2; return 1; }
    echo "$1,$2,$3,$("$program" score "$1" "$name.csv" "$name.holes.csv" "$model" "$name.test.csv" "$name.test.holes.csv")"
}
export -f run

for problem in $problems; do
    for seed in $seeds; do
        for method in $methods exact linearBoundary; do echo "$problem $method $seed"; done
    done
done | xargs -P "${JOBS:-2}" -L 1 bash -c 'run "$@"' run | tee "$folder/results.csv.part" >&2

{ echo "problem,method,seed,rmse,crps,onRing,logProbability"; sort -t, -k1,1 -k2,2 -k3,3n "$folder/results.csv.part"; } \
    > "$folder/results.csv"
rm "$folder/results.csv.part"

awk -F, -v problems="$problems" -v methods="$methods exact linearBoundary" '
    NR > 1 { key = $1 "," $2; n[key]++; for (c = 4; c <= 7; c++) if ($c != "") { m[key, c]++; s[key, c] += $c; q[key, c] += $c * $c } }
    END {
        split("RMSE;CRPS;on the ring;log p(s \\| x)", heads, ";")
        count = split(problems, problem, " "); rows = split(methods, method, " ")
        for (p = 1; p <= count; p++) {
            printf "\n%s\n\n| |", problem[p]; for (c = 4; c <= 7; c++) printf " %s |", heads[c - 3]
            print "\n| --- | --- | --- | --- | --- |"
            for (r = 1; r <= rows; r++) {
                key = problem[p] "," method[r]; if (!n[key]) continue
                printf "| `%s` |", method[r]
                for (c = 4; c <= 7; c++) {
                    if (!m[key, c]) { printf " – |"; continue }
                    mean = s[key, c] / m[key, c]
                    variance = m[key, c] > 1 ? (q[key, c] - m[key, c] * mean * mean) / (m[key, c] - 1) : 0
                    printf " %.3f (%.3f) |", mean, sqrt(variance > 0 ? variance : 0)
                }
                print ""
            }
        }
    }' "$folder/results.csv"

first=${seeds%% *}
for problem in $problems; do
    models=()
    for method in miwae selfMaskingKnown linear neural; do
        model=$folder/$problem.$method.$first.safetensors
        [[ -e $model ]] && models+=("$method=$model")
    done
    "$program" picture "$problem" "$folder/$problem.$first.csv" "$folder/$problem.$first.holes.csv" \
        "$folder/$problem.svg" "${models[@]}"
done
