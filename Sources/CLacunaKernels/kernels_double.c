// Float64 for any processor: 2 lanes, functions of the C library. For checks and exactness, not for speed.
#include "common.inc"

#define REAL double
#define REAL_IS_DOUBLE 1
#define VL 2
#define LACUNA_MASKED 0
#define TILE_ROWS 4
#define TABLE lacuna_table_double
#define INSTRUCTION_SET "baseline"

#include "body.inc"
