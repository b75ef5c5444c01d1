/// Counts the calls by which a program asks for memory. Linked into benchmarks and tests only.
#ifndef LACUNA_ALLOCATION_COUNTER_H
#define LACUNA_ALLOCATION_COUNTER_H

/// Allocations since the program started, on all threads; -1 where they cannot be counted (outside of glibc).
long lacuna_allocation_count(void);

/// Bytes that those calls asked for, whether or not they were given back; -1 where they cannot be counted.
long lacuna_allocated_byte_count(void);

#endif
