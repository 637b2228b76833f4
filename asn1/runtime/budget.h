/* How much asn1c's runtime may allocate. Included before each of its files, so that their allocations are counted; per
 * thread. */
#ifndef LIHI_ASN1_BUDGET_H
#define LIHI_ASN1_BUDGET_H

#include <stddef.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

/* From now on at most so many octets, in all, freed or not; what is over it fails as if there were no memory. At first
 * there is no limit. */
void lihi_asn1_set_budget(size_t octets);
/* What is left; 0 once something failed. */
size_t lihi_asn1_budget(void);

void *lihi_asn1_malloc(size_t size);
void *lihi_asn1_calloc(size_t count, size_t size);
void *lihi_asn1_realloc(void *old, size_t size);

#ifdef __cplusplus
}
#endif

#ifdef LIHI_ASN1_RUNTIME
#define malloc(size) lihi_asn1_malloc(size)
#define calloc(count, size) lihi_asn1_calloc(count, size)
#define realloc(old, size) lihi_asn1_realloc(old, size)
#endif

#endif
