// Float32 for AVX-512: 16 lanes, a register tile of 14 x 32 (28 accumulators, 2 columns, 1 broadcast: 31 registers).
#include "common.inc"

#if defined(__x86_64__)
#include <immintrin.h>

#define REAL float
#define REAL_IS_DOUBLE 0
#define VL 16
#define LACUNA_MASKED 512
#define TILE_ROWS 14
#define TABLE lacuna_table_avx512
#define INSTRUCTION_SET "avx512"

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#include "body.inc"
#pragma clang attribute pop
#endif
