# Simulated water samples: log10 concentrations (µg/l) of two metals with detection limits, and what goes with them.
# awk -f water.awk > water.csv                        what the laboratory reports
# awk -v complete=1 -f water.awk > complete.csv       what an instrument without limits would
function uniform() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
function normal() { return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform()) }
function cell(value, limit, absent) {
    absent = uniform() < 0.15
    if (complete) return sprintf("%.3f", value)
    return absent ? "" : sprintf("%.3f", value < limit ? limit : value)
}
BEGIN {
    seed = 20260101
    print "sample,conductivity,arsenic,lead"
    for (i = 1; i <= 400; i++) {
        source = normal()
        conductivity = 2.5 + 0.2 * (0.8 * source + 0.6 * normal())
        arsenic = 0.6 + 0.4 * (0.8 * source + 0.6 * normal())
        lead = -0.2 + 0.5 * (0.7 * source + 0.714 * normal())
        printf "W%03d,%s,%s,%s\n", i, cell(conductivity, -9), cell(arsenic, 0.4), cell(lead, -0.1)
    }
}
