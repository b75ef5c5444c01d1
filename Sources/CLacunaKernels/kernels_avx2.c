// Float32 for AVX2 with FMA: 8 lanes, a register tile of 6 x 16 (12 accumulators, 2 columns, 1 broadcast: 15 registers).
#include "common.inc"

#if defined(__x86_64__)
#include <immintrin.h>

#define REAL float
#define REAL_IS_DOUBLE 0
#define VL 8
#define LACUNA_MASKED 256
#define TILE_ROWS 6
#define TABLE lacuna_table_avx2
#define INSTRUCTION_SET "avx2"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "body.inc"
#pragma clang attribute pop
#endif
