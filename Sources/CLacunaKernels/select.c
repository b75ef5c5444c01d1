// The choice of an instruction set when the program runs.
#include <stdlib.h>

#include "common.inc"

/// Whether this processor runs the table.
static int supported(const lacuna_kernels *table) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (table == &lacuna_table_avx512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
            __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (table == &lacuna_table_avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return table == &lacuna_table_baseline;
}

/// The tables for Float32, best first.
static const lacuna_kernels *const tables[] = {
#if defined(__x86_64__)
    &lacuna_table_avx512,
    &lacuna_table_avx2,
#endif
    &lacuna_table_baseline,
};
enum { table_count = sizeof tables / sizeof tables[0] };

static char available[64];
static const lacuna_kernels *chosen;
static int32_t override_failed;

/// Runs before anything can ask, on one thread: nothing here changes afterwards.
__attribute__((constructor)) static void choose(void) {
    for (long i = 0; i < table_count; i++) {
        if (!supported(tables[i])) continue;
        if (!chosen) chosen = tables[i];
        if (available[0]) strcat(available, " ");
        strcat(available, tables[i]->instruction_set);
    }
    const char *name = getenv("LACUNA_INSTRUCTION_SET");
    if (!name || !name[0]) return;
    const lacuna_kernels *named = lacuna_kernels_float_named(name);
    if (named)
        chosen = named;
    else
        override_failed = 1;
}

const char *lacuna_available_instruction_sets(void) { return available; }

const lacuna_kernels *lacuna_kernels_float_named(const char *name) {
    for (long i = 0; i < table_count; i++)
        if (strcmp(tables[i]->instruction_set, name) == 0) return supported(tables[i]) ? tables[i] : 0;
    return 0;
}

const lacuna_kernels *lacuna_kernels_float(void) { return chosen; }

const lacuna_kernels *lacuna_kernels_double(void) { return &lacuna_table_double; }

int32_t lacuna_instruction_set_override_failed(void) { return override_failed; }
