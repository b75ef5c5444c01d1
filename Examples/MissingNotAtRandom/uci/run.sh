#!/usr/bin/env bash
# The UCI table of the not-MIWAE paper, by its protocol: in the first half of the columns every cell above its column's mean is
# removed; 100,000 steps of 16 rows; RMSE over the removed cells in standard deviations. Fits the linear and the deep model,
# each with the known direction and exact integration, and says which of the two the held-out joint bound chooses: that of
# fits by the very same protocol which hold out a tenth of the rows, looked at after the last step.
# Prints the table of README.md; a run of each lies in results.csv and choice.csv. Stops at the first run that fails.
#
#   swift build -c release
#   Examples/MissingNotAtRandom/uci/run.sh DATA FOLDER    # DATA has banknote.csv, concrete.csv, …; results go to FOLDER
#
# SETS, SEEDS ("1 2 3"), CHOICE_SEEDS ("1"), MODELS ("linear deep"), STEPS and JOBS (runs at a time, 2) can be set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "${1:?the folder of the data}" && pwd)
mkdir -p "${2:?the folder of the results}"
folder=$(cd "$2" && pwd)
export here data folder
export lacuna=${LACUNA:-$here/../../../.build/release/lacuna}
export steps=${STEPS:-100000}

# The file of a set, its columns that are left out, and its number of latent features: one less than there are columns.
facts() {
    case $1 in
        banknote) echo banknote.csv class 3 ;;
        concrete) echo concrete.csv "" 8 ;;
        red) echo winequality_red.csv quality 10 ;;
        white) echo winequality_white.csv quality 10 ;;
        yeast) echo yeast.csv seq_name,erl,pox,localization 5 ;;
        breast) echo breast_cancer_wdbc.csv target_1_is_benign 29 ;;
    esac
}
export -f facts

run() {
    kind=$1 set=$2 model=$3 seed=$4
    read -r file ignored latents <<< "$(facts "$set" | sed 's/  / - /')"
    ignore=()
    [ "$ignored" = - ] || ignore=(--ignore "$ignored")
    keys=(--set "model.latentDimension=$latents" --seed "$seed" --threads 1)
    case $kind in
        fit)
            method=$([ "$model" = deep ] && echo notMIWAE || echo notMIWAE-PPCA)
            "$lacuna" evaluate "$data/$file" "${ignore[@]}" --config "$here/$model.json5" --methods "$method" \
                --mask threshold --repeats 1 --set "training.steps=$steps" "${keys[@]}" --quiet --json \
                > "$folder/$set.$model.$seed.json" || return 255
            number() {
                awk -v part="\"$1\"" '$1 ~ part { inside = 1 }
                    inside && /"mean"/ { sub(/.*"mean": */, ""); sub(/[,}].*/, ""); print; exit }' \
                    "$folder/$set.$model.$seed.json"
            }
            echo "$set,$model,$seed,$(number rmse),$(number bound)" ;;
        choice)
            holes=$folder/$set.holes.csv
            "$lacuna" train "$here/$model.json5" --set "data.path=$holes" \
                --set training.heldOutShare=0.1 --set training.closingSteps=0 --set training.patience=1000000 \
                --set "training.steps=$steps" --set "training.evaluationInterval=$steps" "${keys[@]}" --output "$folder/$set.$model.$seed.safetensors" \
                2> "$folder/$set.$model.$seed.log" || { cat "$folder/$set.$model.$seed.log" >&2; return 255; }
            echo "$set,$model,$seed,$(sed -nE 's/.*held out (-?[0-9.]+).*/\1/p' "$folder/$set.$model.$seed.log")" ;;
    esac
}
export -f run

sets=${SETS:-banknote concrete red white yeast breast}
for set in $sets; do
    read -r file ignored _ <<< "$(facts "$set" | sed 's/  / - /')"
    ignore=()
    [ "$ignored" = - ] || ignore=(--ignore "$ignored")
    "$lacuna" mask "$data/$file" "${ignore[@]}" --mask threshold --output "$folder/$set.all.csv" --quiet
    # Columns that are left out keep their cells, and the fits leave them out by their place in the file.
    awk -F, -v out="$ignored" 'BEGIN { n = split(out, names, ","); for (i = 1; i <= n; i++) gone[names[i]] }
        NR == 1 { for (i = 1; i <= NF; i++) if (!($i in gone)) kept[++count] = i }
        { for (i = 1; i <= count; i++) printf "%s%s", $kept[i], i < count ? "," : "\n" }' "$folder/$set.all.csv" \
        > "$folder/$set.holes.csv"
done

# Stops at the first run that fails: xargs does so where a command ends with 255.
runs() {
    for seed in $2; do
        for set in $sets; do for model in ${MODELS:-linear deep}; do echo "$1 $set $model $seed"; done; done
    done | xargs -P "${JOBS:-2}" -L 1 bash -c 'run "$@"' run | sort -t, -k1,1 -k2,2r -k3,3n
}
{ echo "set,model,seed,heldOutBound"; runs choice "${CHOICE_SEEDS:-1}"; } > "$folder/choice.csv"
{ echo "set,model,seed,rmse,bound"; runs fit "${SEEDS:-1 2 3}"; } > "$folder/results.csv"

awk -F, -v sets="$sets" '
    FNR == 1 { table++; next }
    $4 == "" { print "no figure of " $1 ", " $2 ", seed " $3 > "/dev/stderr"; failed = 1; exit 1 }
    table == 1 { n0[$1, $2]++; held[$1, $2] += $4 }
    table == 2 { n[$1, $2]++; s[$1, $2] += $4; q[$1, $2] += $4 * $4 }
    function cell(set, model,    m, v, k) {
        k = n[set, model]
        if (!k) return "–"
        m = s[set, model] / k
        v = k > 1 ? (q[set, model] - k * m * m) / (k - 1) : 0
        return sprintf("%.3f", m) (k > 1 ? sprintf(" (%.3f)", sqrt(v > 0 ? v : 0)) : "")
    }
    END {
        if (failed) exit 1
        print "| set | linear: held-out bound | deep: held-out bound | chosen | linear: RMSE | deep: RMSE | of the chosen |"
        print "| --- | --- | --- | --- | --- | --- | --- |"
        count = split(sets, names, " ")
        for (i = 1; i <= count; i++) {
            set = names[i]
            l = held[set, "linear"] / n0[set, "linear"]; d = held[set, "deep"] / n0[set, "deep"]
            chosen = d > l ? "deep" : "linear"
            printf "| %s | %.3f | %.3f | %s | %s | %s | %s |\n", set, l, d, chosen, cell(set, "linear"), cell(set, "deep"), cell(set, chosen)
        }
    }' "$folder/choice.csv" "$folder/results.csv"
