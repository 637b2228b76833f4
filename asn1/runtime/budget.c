#include "budget.h"

#include <stdint.h>

static _Thread_local size_t left = SIZE_MAX;

static int spend(size_t octets) {
  if (octets > left) {
    left = 0;
    return 0;
  }
  if (left != SIZE_MAX) left -= octets;
  return 1;
}

void lihi_asn1_set_budget(size_t octets) { left = octets; }
size_t lihi_asn1_budget(void) { return left; }

void *lihi_asn1_malloc(size_t size) { return spend(size) ? malloc(size) : NULL; }

void *lihi_asn1_calloc(size_t count, size_t size) {
  size_t octets = 0;
  if (__builtin_mul_overflow(count, size, &octets)) return NULL;
  return spend(octets) ? calloc(count, size) : NULL;
}

void *lihi_asn1_realloc(void *old, size_t size) { return spend(size) ? realloc(old, size) : NULL; }
