// Float32 for any processor: 4 lanes (SSE2 on x86, Neon on Arm), a register tile of 4 x 8.
#include "common.inc"

#define REAL float
#define REAL_IS_DOUBLE 0
#define VL 4
#define LACUNA_MASKED 0
#define TILE_ROWS 4
#define TABLE lacuna_table_baseline
#define INSTRUCTION_SET "baseline"

#include "body.inc"
